import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type LocationChangedProps = { name: string; event: EventLines; oldLocation: string; link: string };

export default function LocationChanged({ name, event, oldLocation, link }: LocationChangedProps) {
  return (
    <Layout
      title="The location has changed"
      preview={`${event.name} now takes place at ${event.where}.`}
      because="You get this mail because you hold a ticket for this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>
        an event you hold a ticket for has moved. Date and time stay the same, and your ticket stays valid.
      </Paragraph>
      <EventPanel event={event} />
      <Paragraph>{`Old location: ${oldLocation}`}</Paragraph>
      <Paragraph>{`New location: ${event.where}`}</Paragraph>
      <Paragraph>The attached file updates your calendar.</Paragraph>
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
