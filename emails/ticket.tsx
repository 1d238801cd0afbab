import { Img, Section, Text } from "react-email";
import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph, SmallPrint } from "./components/paragraph";
import { styles } from "./theme";

type TicketProps = {
  name: string;
  event: EventLines;
  /** In groups of four. */
  code: string;
  qrSource: string;
  barcodeSource: string;
  calendarLink: string;
  link: string;
  /** Whether it comes from the waiting list instead of a request. */
  fromWaitingList?: boolean;
};

export default function Ticket({
  name,
  event,
  code,
  qrSource,
  barcodeSource,
  calendarLink,
  link,
  fromWaitingList = false,
}: TicketProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="good"
      calendarLink={calendarLink}
      title={fromWaitingList ? "You have a ticket now" : "Here is your ticket"}
      preview={`${event.name}, ${event.when}`}
      because={`You received this email because you ${fromWaitingList ? "joined a waiting list" : "requested a ticket"} on Evento.`}
    >
      <Paragraph>
        {fromWaitingList
          ? "A space became free, and you were next on the waiting list. You have a ticket for this event."
          : "You have a ticket for this event."}
      </Paragraph>
      {/* White in dark mailboxes too: readers need dark bars on a light ground. */}
      <Section style={styles.stub}>
        <Section style={styles.codes}>
          <Img
            src={qrSource}
            alt={`QR code of your ticket: ${code}`}
            width={203}
            height={203}
            style={styles.qrCode}
          />
          <Img
            src={barcodeSource}
            alt={`Barcode of your ticket: ${code}`}
            width={330}
            style={styles.barcode}
          />
        </Section>
        <Section style={styles.tearOff}>
          <Text style={styles.tearOffLine}>
            <span style={styles.codeLabel}>Ticket code</span>
            <br />
            <span style={styles.code}>{code}</span>
            <br />
            <bdi>{name}</bdi>
          </Text>
        </Section>
      </Section>
      <Paragraph>Show either barcode or the code at the door.</Paragraph>
      <Action label="View ticket" href={link} />
      <SmallPrint>
        If you cannot come, please cancel your ticket before the event starts so that someone else can have
        the space.
      </SmallPrint>
    </EventMail>
  );
}

const pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

Ticket.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  code: "0123 4567 89AB CDEF",
  qrSource: pixel,
  barcodeSource: pixel,
  calendarLink: "https://tickets.example.org/events/sample/event.ics",
  link: "https://tickets.example.org/tickets/sample",
} satisfies TicketProps;
