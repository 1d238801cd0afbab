import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph } from "./components/paragraph";

type FullProps = { name: string; event: EventLines; figures: string; link: string };

export default function Full({ name, event, figures, link }: FullProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="ink"
      title="Your event is full"
      preview={`${event.name} is full.`}
      because="You received this email because you are an organiser of this event."
    >
      <Paragraph>
        This event is full. More tickets become available if someone cancels or if you raise the capacity.
      </Paragraph>
      <Paragraph>{figures}</Paragraph>
      <Action label="Manage event" href={link} />
    </EventMail>
  );
}

Full.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  figures: "All 100 spaces are allocated.",
  link: "https://tickets.example.org/dashboard/events/sample",
} satisfies FullProps;
