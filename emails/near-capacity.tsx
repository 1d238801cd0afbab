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
      because="You get this mail because you are an organiser of this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>{`the event below is near its capacity, and everyone now sees “${label}” beside it.`}</Paragraph>
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
