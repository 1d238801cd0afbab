import type { ReactNode } from "react";
import { Heading, Link, Section, Text } from "react-email";
import { styles, type tones } from "../theme";
import { Layout } from "./layout";
import { Paragraph } from "./paragraph";
import { type DateStamp, type Poster, PosterStrip } from "./poster-strip";

export type EventLines = {
  name: string;
  /** Who is behind it, if the mail knows. */
  host?: string;
  /** `Saturday 14 March 2027, 19:30–21:00 GMT` */
  when: string;
  where: string;
  date: DateStamp;
  poster: Poster;
  mapLink: string;
};

type EventMailProps = {
  event: EventLines;
  /** The recipient's. */
  name: string;
  title: string;
  tone: keyof typeof tones;
  preview: string;
  because: string;
  /** Of its calendar file, while the recipient's ticket is valid. */
  calendarLink?: string;
  cancelled?: boolean;
  children: ReactNode;
};

/** The frame of every mail about an event: its poster, what, when and where, and then the message. */
export function EventMail({ event, name, calendarLink, cancelled, children, ...frame }: EventMailProps) {
  return (
    <Layout {...frame} strip={<PosterStrip poster={event.poster} date={event.date} struck={cancelled} />}>
      <Heading as="h2" className="dark-ink" style={styles.eventName}>
        <bdi>{event.name}</bdi>
      </Heading>
      {event.host && (
        <Text className="dark-muted" style={styles.host}>
          Hosted by{" "}
          <bdi className="dark-ink" style={styles.hostName}>
            {event.host}
          </bdi>
        </Text>
      )}
      <Fact label="When" link={calendarLink ? { label: "Add to calendar", href: calendarLink } : undefined}>
        <span style={cancelled ? styles.struck : undefined}>
          <Times>{event.when}</Times>
        </span>
      </Fact>
      <Fact label="Where" link={{ label: "Map", href: event.mapLink }}>
        {event.where}
      </Fact>
      <Section className="dark-hair" style={styles.message}>
        <Paragraph>{`Hello ${name},`}</Paragraph>
        {children}
      </Section>
    </Layout>
  );
}

/** A date and times; `19:30–21:00` stays on one line. */
function Times({ children }: { children: string }) {
  const [before, range, after] = children.split(/(\d\d:\d\d–\d\d:\d\d)/);
  return (
    <>
      {before}
      {range && <span style={styles.unbroken}>{range}</span>}
      {after}
    </>
  );
}

type FactProps = { label: string; link?: { label: string; href: string }; children: ReactNode };

function Fact({ label, link, children }: FactProps) {
  return (
    <Text className="dark-ink" style={styles.fact}>
      <span className="dark-muted" style={styles.label}>
        {label}
      </span>
      <br />
      <bdi style={styles.value}>{children}</bdi>
      {link && (
        <>
          <br />
          <Link href={link.href} className="dark-link" style={styles.link}>
            {link.label}
          </Link>
        </>
      )}
    </Text>
  );
}

/** The event that previews of the templates show. */
export const sampleEvent: EventLines = {
  name: "O’Brien & Sons <b>",
  host: "Bath Folk Club",
  when: "Saturday 14 March 2027, 19:30–21:00 GMT",
  where: "Great Hall, 12 Abbey Street, Bath",
  date: { weekday: "Sat", day: "14", month: "Mar" },
  poster: { pattern: 0, paper: "#cbe0ee", shape: "#17557f" },
  mapLink: "https://tickets.example.org/events/sample/map",
};
