import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type EventCancelledProps = { name: string; event: EventLines; reason: string; link: string };

export default function EventCancelled({ name, event, reason, link }: EventCancelledProps) {
  return (
    <Layout
      title="This event has been cancelled"
      preview={`${event.name} on ${event.when} will not take place.`}
      because="You received this email because you had a ticket for this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>
        We are sorry, but the organiser has cancelled this event. Your ticket is no longer valid.
      </Paragraph>
      <EventPanel event={event} />
      <Paragraph>{reason}</Paragraph>
      <Paragraph>Open the attached file to remove the event from your calendar.</Paragraph>
      <Action label="View event" href={link} />
    </Layout>
  );
}

EventCancelled.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  reason: "The organiser's reason: the hall is flooded.",
  link: "https://tickets.example.org/events/sample",
} satisfies EventCancelledProps;
