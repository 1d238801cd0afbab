import { Fragment } from "react";
import { Text } from "react-email";
import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { SmallPrint } from "./components/paragraph";
import { styles } from "./theme";

type MessageProps = {
  name: string;
  event: EventLines;
  subject: string;
  /** Each with its line breaks. */
  paragraphs: string[];
  because: string;
  action: { label: string; href: string };
};

export default function Message({ name, event, subject, paragraphs, because, action }: MessageProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="ink"
      title="Message from the organisers"
      preview={`${event.name}: ${subject}`}
      because={because}
    >
      {paragraphs.map((paragraph, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs never move
        <Text key={place} dir="auto" className="dark-ink" style={styles.paragraph}>
          {paragraph.split("\n").map((line, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
            <Fragment key={number}>
              {number > 0 && <br />}
              {line}
            </Fragment>
          ))}
        </Text>
      ))}
      <Action {...action} />
      <SmallPrint>The organisers of this event wrote this message.</SmallPrint>
    </EventMail>
  );
}

Message.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  subject: "Doors open at seven",
  paragraphs: ["The doors open half an hour early, at seven.", "Please bring:\n- a cup\n- a friend"],
  because: "You received this email because you have a ticket for this event.",
  action: { label: "View ticket", href: "https://tickets.example.org/tickets/sample" },
} satisfies MessageProps;
