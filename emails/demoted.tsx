import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type DemotedProps = { name: string; event: EventLines; by: string; link: string };

export default function Demoted({ name, event, by, link }: DemotedProps) {
  return (
    <Layout
      title="You are no longer an organiser"
      preview={`You can no longer manage ${event.name}.`}
      because="You received this email because you were an organiser of this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>{`${by} removed you from the organisers of this event. If you have a ticket, it is still valid.`}</Paragraph>
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
