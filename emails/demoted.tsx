import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph } from "./components/paragraph";

type DemotedProps = { name: string; event: EventLines; by: string; link: string };

export default function Demoted({ name, event, by, link }: DemotedProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="neutral"
      title="You are no longer an organiser"
      preview={`You can no longer manage ${event.name}.`}
      because="You received this email because you were an organiser of this event."
    >
      <Paragraph>{`${by} removed you from the organisers of this event. If you have a ticket, it is still valid.`}</Paragraph>
      <Action label="View event" href={link} />
    </EventMail>
  );
}

Demoted.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  by: "Grace Hopper",
  link: "https://tickets.example.org/events/sample",
} satisfies DemotedProps;
