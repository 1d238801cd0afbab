import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";

type TicketCancelledProps = { name: string; event: EventLines; link: string };

export default function TicketCancelled({ name, event, link }: TicketCancelledProps) {
  return (
    <Layout
      title="Your ticket is cancelled"
      preview={`You cancelled your ticket for ${event.name}.`}
      because="You received this email because you cancelled a ticket on Evento."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>You cancelled your ticket for this event. Its code is no longer valid.</Paragraph>
      <EventPanel event={event} />
      <Action label="View event" href={link} />
      <SmallPrint>If you change your mind, you can request a new ticket while spaces are left.</SmallPrint>
    </Layout>
  );
}

TicketCancelled.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  link: "https://tickets.example.org/events/sample",
} satisfies TicketCancelledProps;
