import { Img, Section, Text } from "react-email";
import { Action } from "./components/action";
import { type EventLines, EventPanel, sampleEvent } from "./components/event-panel";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";

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
      <Section className="mb-5 rounded-lg border border-solid border-line bg-white py-4 text-center">
        <Img
          src={qrSource}
          alt={`QR code of your ticket: ${code}`}
          width={203}
          height={203}
          className="mx-auto"
        />
        <Img
          src={barcodeSource}
          alt={`Barcode of your ticket: ${code}`}
          width={330}
          className="mx-auto mt-2 max-w-full"
        />
        <Text className="m-0 mt-2 font-mono text-lg font-semibold text-black">{code}</Text>
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
