import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph } from "./components/paragraph";

type EventCancelledProps = { name: string; event: EventLines; reason: string; link: string };

export default function EventCancelled({ name, event, reason, link }: EventCancelledProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="bad"
      cancelled
      title="This event has been cancelled"
      preview={`${event.name} on ${event.when} will not take place.`}
      because="You received this email because you had a ticket for this event."
    >
      <Paragraph>
        We are sorry, but the organiser has cancelled this event. Your ticket is no longer valid.
      </Paragraph>
      <Paragraph>{reason}</Paragraph>
      <Paragraph>Open the attached file to remove the event from your calendar.</Paragraph>
      <Action label="View event" href={link} />
    </EventMail>
  );
}

EventCancelled.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  reason: "Reason: The hall is flooded.",
  link: "https://tickets.example.org/events/sample",
} satisfies EventCancelledProps;
