import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph } from "./components/paragraph";

type PromotedProps = { name: string; event: EventLines; by: string; link: string };

export default function Promoted({ name, event, by, link }: PromotedProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="good"
      title="You are now an organiser"
      preview={`You can now manage ${event.name}.`}
      because="You received this email because you were made an organiser of this event."
    >
      <Paragraph>{`${by} made you an organiser of this event. You can now edit it, see who is coming, and cancel it. If you have a ticket, it is still valid.`}</Paragraph>
      <Action label="Manage event" href={link} />
    </EventMail>
  );
}

Promoted.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  by: "Grace Hopper",
  link: "https://tickets.example.org/dashboard/events/sample",
} satisfies PromotedProps;
