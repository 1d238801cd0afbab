import { Text } from "react-email";

/** One paragraph. Its text is one string, so that no mark-up splits a name. */
export function Paragraph({ children }: { children: string }) {
  return (
    <Text className="m-0 mb-4 text-base whitespace-pre-line text-ink wrap-anywhere dark:text-night-ink">
      {children}
    </Text>
  );
}

/** As a paragraph, for what matters less. */
export function SmallPrint({ children }: { children: string }) {
  return <Text className="m-0 mb-4 text-sm text-muted wrap-anywhere dark:text-night-muted">{children}</Text>;
}
