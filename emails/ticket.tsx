import { Img, Section, Text } from "react-email";
import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";
import { styles } from "./theme";

type TicketProps = {
  name: string;
  event: EventLines;
  /** In groups of four. */
  code: string;
  qrSource: string;
  barcodeSource: string;
  link: string;
};

export default function Ticket({ name, event, code, qrSource, barcodeSource, link }: TicketProps) {
  return (
    <Layout
      title="Here is your ticket"
      preview={`${event.name}, ${event.when}`}
      because="You received this email because you requested a ticket on Evento."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>You have a ticket for this event.</Paragraph>
      <EventPanel event={event} />
      {/* White in dark mailboxes too: readers need dark bars on a light ground. */}
      <Section style={styles.codes}>
        <Img
          src={qrSource}
          alt={`QR code of your ticket: ${code}`}
          width={203}
          height={203}
          style={styles.qrCode}
        />
        <Img src={barcodeSource} alt={`Barcode of your ticket: ${code}`} width={330} style={styles.barcode} />
        <Text style={styles.code}>{code}</Text>
      </Section>
      <Paragraph>
        Show either barcode or the code at the door. Open the attached file to add the event to your calendar.
      </Paragraph>
      <Action label="View ticket" href={link} />
      <SmallPrint>
        If you cannot come, please cancel your ticket before the event starts so that someone else can have
        the space.
      </SmallPrint>
    </Layout>
  );
}

const pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

Ticket.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  code: "0123 4567 89AB CDEF",
  qrSource: pixel,
  barcodeSource: pixel,
  link: "https://tickets.example.org/tickets/sample",
} satisfies TicketProps;
