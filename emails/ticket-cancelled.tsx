import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph, SmallPrint } from "./components/paragraph";

type TicketCancelledProps = { name: string; event: EventLines; link: string };

export default function TicketCancelled({ name, event, link }: TicketCancelledProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="bad"
      title="Your ticket is cancelled"
      preview={`You cancelled your ticket for ${event.name}.`}
      because="You received this email because you cancelled a ticket on Evento."
    >
      <Paragraph>You cancelled your ticket for this event. Its code is no longer valid.</Paragraph>
      <Action label="View event" href={link} />
      <SmallPrint>If you change your mind, you can request a new ticket while spaces are left.</SmallPrint>
    </EventMail>
  );
}

TicketCancelled.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  link: "https://tickets.example.org/events/sample",
} satisfies TicketCancelledProps;
