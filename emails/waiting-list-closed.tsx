import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph } from "./components/paragraph";

type WaitingListClosedProps = {
  name: string;
  event: EventLines;
  title: string;
  /** Why the recipient no longer waits, a paragraph each. */
  lines: string[];
  cancelled?: boolean;
  link: string;
};

export default function WaitingListClosed({
  name,
  event,
  title,
  lines,
  cancelled,
  link,
}: WaitingListClosedProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="bad"
      cancelled={cancelled}
      title={title}
      preview={lines[0] ?? title}
      because="You received this email because you were on the waiting list for this event."
    >
      {lines.map((line) => (
        <Paragraph key={line}>{line}</Paragraph>
      ))}
      <Action label="View event" href={link} />
    </EventMail>
  );
}

WaitingListClosed.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  title: "No space became free",
  lines: ["No space became free by the time that you chose, so you are no longer on the waiting list."],
  link: "https://tickets.example.org/events/sample",
} satisfies WaitingListClosedProps;
