import { Button, Section } from "react-email";
import { styles } from "../theme";

type ActionProps = {
  label: string;
  href: string;
  /** For what is second to another action. */
  quiet?: boolean;
};

/** Something to do; the text part has its address. */
export function Action({ label, href, quiet }: ActionProps) {
  return (
    <Section style={styles.action}>
      <Button
        href={href}
        className={quiet ? "dark-quiet" : "dark-button"}
        style={quiet ? styles.quietButton : styles.button}
      >
        {label}
      </Button>
    </Section>
  );
}
