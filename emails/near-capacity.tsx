import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type NearCapacityProps = { name: string; event: EventLines; label: string; figures: string; link: string };

export default function NearCapacity({ name, event, label, figures, link }: NearCapacityProps) {
  return (
    <Layout
      title="Your event is nearly full"
      preview={`${event.name}: ${label}`}
      because="You received this email because you are an organiser of this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>{`This event is nearly full. Its public page now shows “${label}”.`}</Paragraph>
      <EventPanel event={event} />
      <Paragraph>{figures}</Paragraph>
      <Action label="Manage event" href={link} />
    </Layout>
  );
}

NearCapacity.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  label: "last 3 spaces",
  figures: "97 of 100 spaces are allocated.",
  link: "https://tickets.example.org/dashboard/events/sample",
} satisfies NearCapacityProps;
