import { Text } from "react-email";
import { styles } from "../theme";

/** One paragraph. Its text is one string, so that no mark-up splits a name. */
export function Paragraph({ children }: { children: string }) {
  return (
    <Text className="dark-ink" style={styles.paragraph}>
      {children}
    </Text>
  );
}

/** As a paragraph, for what matters less. */
export function SmallPrint({ children }: { children: string }) {
  return (
    <Text className="dark-muted" style={styles.smallPrint}>
      {children}
    </Text>
  );
}
