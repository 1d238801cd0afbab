import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type DemotedProps = { name: string; event: EventLines; by: string; link: string };

export default function Demoted({ name, event, by, link }: DemotedProps) {
  return (
    <Layout
      title="You are no longer an organiser"
      preview={`You no longer manage ${event.name}.`}
      because="You get this mail because you were an organiser of this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>{`${by} removed you from the organisers of the event below. A ticket you hold stays yours.`}</Paragraph>
      <EventPanel event={event} />
      <Action label="View event" href={link} />
    </Layout>
  );
}

Demoted.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  by: "Grace Hopper",
  link: "https://tickets.example.org/events/sample",
} satisfies DemotedProps;
