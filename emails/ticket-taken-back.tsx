import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph, SmallPrint } from "./components/paragraph";

type TicketTakenBackProps = {
  name: string;
  event: EventLines;
  /** In the organiser's words. */
  reason: string;
  link: string;
};

export default function TicketTakenBack({ name, event, reason, link }: TicketTakenBackProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="bad"
      title="Your ticket was taken back"
      preview={`Your ticket for ${event.name} is no longer valid.`}
      because="You received this email because you had a ticket for this event."
    >
      <Paragraph>
        An organiser of this event has taken your ticket back. Its code is no longer valid.
      </Paragraph>
      <Paragraph>{`Reason: ${reason}`}</Paragraph>
      <Action label="View your ticket" href={link} />
      <SmallPrint>If you think this is a mistake, ask the organiser of the event.</SmallPrint>
    </EventMail>
  );
}

TicketTakenBack.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  reason: "You told us that you cannot come.",
  link: "https://tickets.example.org/tickets/sample",
} satisfies TicketTakenBackProps;
