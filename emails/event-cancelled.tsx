import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type EventCancelledProps = { name: string; event: EventLines; reason: string; link: string };

export default function EventCancelled({ name, event, reason, link }: EventCancelledProps) {
  return (
    <Layout
      title="This event is cancelled"
      preview={`${event.name} on ${event.when} will not take place.`}
      because="You get this mail because you held a ticket for this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>
        we are sorry: the organiser cancelled the event below, and your ticket is no longer valid.
      </Paragraph>
      <EventPanel event={event} />
      <Paragraph>{reason}</Paragraph>
      <Paragraph>Opening the attached file takes the event out of your calendar.</Paragraph>
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
