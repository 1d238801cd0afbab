import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type PromotedProps = { name: string; event: EventLines; by: string; link: string };

export default function Promoted({ name, event, by, link }: PromotedProps) {
  return (
    <Layout
      title="You are now an organiser"
      preview={`You can now manage ${event.name}.`}
      because="You received this email because you were made an organiser of this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>{`${by} made you an organiser of this event. You can now edit it, see who is coming, and cancel it. If you have a ticket, it is still valid.`}</Paragraph>
      <EventPanel event={event} />
      <Action label="Manage event" href={link} />
    </Layout>
  );
}

Promoted.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  by: "Grace Hopper",
  link: "https://tickets.example.org/dashboard/events/sample",
} satisfies PromotedProps;
