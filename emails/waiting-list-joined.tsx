import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph, SmallPrint } from "./components/paragraph";

type WaitingListJoinedProps = {
  name: string;
  event: EventLines;
  /** `14 Mar 2027, 17:30 GMT` */
  until: string;
  link: string;
};

export default function WaitingListJoined({ name, event, until, link }: WaitingListJoinedProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="good"
      title="You are on the waiting list"
      preview={`If a space becomes free, you get a ticket for ${event.name}.`}
      because="You received this email because you joined a waiting list on Evento."
    >
      <Paragraph>
        This event is full. As soon as a space becomes free and it is your turn, you get a ticket at once, and
        we email it to you. You do not have to do anything.
      </Paragraph>
      <Paragraph>{`You wait until ${until}.`}</Paragraph>
      <Action label="See or leave the waiting list" href={link} />
      <SmallPrint>If you cannot come after all, please leave the list so that others move up.</SmallPrint>
    </EventMail>
  );
}

WaitingListJoined.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  until: "14 Mar 2027, 17:30 GMT",
  link: "https://tickets.example.org/tickets",
} satisfies WaitingListJoinedProps;
