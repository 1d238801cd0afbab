import { Action } from "./components/action";
import { type EventLines, EventMail, sampleEvent } from "./components/event-mail";
import { Paragraph } from "./components/paragraph";

type NearCapacityProps = { name: string; event: EventLines; label: string; figures: string; link: string };

export default function NearCapacity({ name, event, label, figures, link }: NearCapacityProps) {
  return (
    <EventMail
      event={event}
      name={name}
      tone="accent"
      title="Your event is nearly full"
      preview={`${event.name}: ${label}`}
      because="You received this email because you are an organiser of this event."
    >
      <Paragraph>{`This event is nearly full. Its public page now shows “${label}”.`}</Paragraph>
      <Paragraph>{figures}</Paragraph>
      <Action label="Manage event" href={link} />
    </EventMail>
  );
}

NearCapacity.PreviewProps = {
  name: "Ada Lovelace",
  event: sampleEvent,
  label: "last 3 spaces",
  figures: "97 of 100 spaces are allocated.",
  link: "https://tickets.example.org/dashboard/events/sample",
} satisfies NearCapacityProps;
