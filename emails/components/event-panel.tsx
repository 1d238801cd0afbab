import { Section, Text } from "react-email";

export type EventLines = {
  name: string;
  /** `Saturday 14 March 2027, 19:30–21:00 GMT` */
  when: string;
  where: string;
};

function Line({ label, children }: { label: string; children: string }) {
  return (
    <Text className="m-0 mt-2 text-base text-ink wrap-anywhere dark:text-night-ink">
      <span className="text-sm text-muted dark:text-night-muted">{label}</span>
      <br />
      {children}
    </Text>
  );
}

/** What, when and where. */
export function EventPanel({ event }: { event: EventLines }) {
  return (
    <Section className="mb-5 rounded-lg border-0 border-l-4 border-solid border-brand bg-raised px-5 py-4 dark:border-night-brand dark:bg-night-raised">
      <Text className="m-0 text-lg font-semibold text-ink wrap-anywhere dark:text-night-ink">
        {event.name}
      </Text>
      <Line label="When">{event.when}</Line>
      <Line label="Where">{event.where}</Line>
    </Section>
  );
}

/** The event that previews of the templates show. */
export const sampleEvent: EventLines = {
  name: "O'Brien & Sons <b>",
  when: "Saturday 14 March 2027, 19:30–21:00 GMT",
  where: "Great Hall, 12 Abbey Street, Bath",
};
