import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type LocationChangedProps = { name: string; event: EventLines; oldLocation: string | null; link: string };

export default function LocationChanged({ name, event, oldLocation, link }: LocationChangedProps) {
  return (
    <Layout
      title="The location has changed"
      preview={`${event.name} will now take place at ${event.where}.`}
      because="You received this email because you have a ticket for this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>
        This event has a new location. The date and time are the same, and your ticket is still valid.
      </Paragraph>
      <EventPanel event={event} />
      {oldLocation !== null && <Paragraph>{`Old location: ${oldLocation}`}</Paragraph>}
      <Paragraph>{`New location: ${event.where}`}</Paragraph>
      <Paragraph>Open the attached file to update your calendar.</Paragraph>
      <Action label="View ticket" href={link} />
    </Layout>
  );
}

LocationChanged.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  oldLocation: "Town Hall, Bath",
  link: "https://tickets.example.org/tickets/sample",
} satisfies LocationChangedProps;
