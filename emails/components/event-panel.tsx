import { Section, Text } from "react-email";
import { styles } from "../theme";

export type EventLines = {
  name: string;
  /** `Saturday 14 March 2027, 19:30–21:00 GMT` */
  when: string;
  where: string;
  /** Of its poster, `#17557f`. */
  color: string;
};

function Line({ label, children }: { label: string; children: string }) {
  return (
    <Text className="dark-ink" style={styles.panelLine}>
      <span className="dark-muted" style={styles.label}>
        {label}
      </span>
      <br />
      {children}
    </Text>
  );
}

/** What, when and where. */
export function EventPanel({ event }: { event: EventLines }) {
  return (
    <Section className="dark-panel" style={{ ...styles.panel, borderColor: event.color }}>
      <Text className="dark-ink" style={styles.panelName}>
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
  color: "#17557f",
};
