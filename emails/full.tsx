import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type FullProps = { name: string; event: EventLines; figures: string; link: string };

export default function Full({ name, event, figures, link }: FullProps) {
  return (
    <Layout
      title="Your event is full"
      preview={`${event.name} is full.`}
      because="You received this email because you are an organiser of this event."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>
        This event is full. More tickets become available if someone cancels or if you raise the capacity.
      </Paragraph>
      <EventPanel event={event} />
      <Paragraph>{figures}</Paragraph>
      <Action label="Manage event" href={link} />
    </Layout>
  );
}

Full.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  figures: "All 100 spaces are allocated.",
  link: "https://tickets.example.org/dashboard/events/sample",
} satisfies FullProps;
