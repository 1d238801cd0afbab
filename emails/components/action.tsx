import { Button, Section } from "react-email";
import { styles } from "../theme";

/** The one thing to do; the text part has its address. */
export function Action({ label, href }: { label: string; href: string }) {
  return (
    <Section style={styles.action}>
      <Button href={href} className="dark-button" style={styles.button}>
        {label}
      </Button>
    </Section>
  );
}
