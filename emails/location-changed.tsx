import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph } from "./components/paragraph";

type LocationChangedProps = {
  name: string;
  event: EventLines;
  oldLocation: string | null;
  calendarLink: string;
  link: string;
};

export default function LocationChanged({
  name,
  event,
  oldLocation,
  calendarLink,
  link,
}: LocationChangedProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="accent"
      calendarLink={calendarLink}
      title="The location has changed"
      preview={`${event.name} will now take place at ${event.where}.`}
      because="You received this email because you have a ticket for this event."
    >
      <Paragraph>
        This event has a new location. The date and time are the same, and your ticket is still valid.
      </Paragraph>
      {oldLocation !== null && <Paragraph>{`Old location: ${oldLocation}`}</Paragraph>}
      <Paragraph>{`New location: ${event.where}`}</Paragraph>
      <Paragraph>Open the attached file to update your calendar.</Paragraph>
      <Action label="View ticket" href={link} />
    </EventMail>
  );
}

LocationChanged.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  oldLocation: "Town Hall, Bath",
  calendarLink: "https://tickets.example.org/events/sample/event.ics",
  link: "https://tickets.example.org/tickets/sample",
} satisfies LocationChangedProps;
