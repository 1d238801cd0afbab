import { Link, Text } from "react-email";
import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph } from "./components/paragraph";
import { styles } from "./theme";

type ReminderProps = {
  name: string;
  event: EventLines;
  calendarLink: string;
  link: string;
  preferencesLink: string;
};

export default function Reminder({ name, event, calendarLink, link, preferencesLink }: ReminderProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="accent"
      calendarLink={calendarLink}
      title="Coming up soon"
      preview={`${event.name}, ${event.when}`}
      because="You received this email because you have a ticket for this event."
    >
      <Paragraph>
        This is a reminder of an event that you have a ticket for. Have its barcode ready at the door.
      </Paragraph>
      <Paragraph>
        If you cannot come, please open your ticket and cancel it before the event starts, so that someone
        else can have the space.
      </Paragraph>
      <Paragraph>Open the attached file to add the event to your calendar.</Paragraph>
      <Action label="View ticket" href={link} />
      <Text className="dark-muted" style={styles.smallPrint}>
        Evento sends one reminder for each event.
        <br />
        <Link href={preferencesLink} className="dark-link" style={styles.link}>
          Turn reminders off
        </Link>
      </Text>
    </EventMail>
  );
}

Reminder.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  calendarLink: "https://tickets.example.org/events/sample/event.ics",
  link: "https://tickets.example.org/tickets/sample",
  preferencesLink: "https://tickets.example.org/account",
} satisfies ReminderProps;
