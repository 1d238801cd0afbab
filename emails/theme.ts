import type { CSSProperties } from "react";
import { dark, light, radii, systemFonts, textSizes } from "@/tailwind.config";

const sized = ([size, line]: readonly [number, number]) => ({
  fontSize: `${size}px`,
  lineHeight: `${line}px`,
});
const text = {
  xs: sized(textSizes.xs),
  sm: sized(textSizes.sm),
  base: sized(textSizes.base),
  lg: sized(textSizes.lg),
  xl: sized(textSizes["2xl"]),
};

const bold = 700;
const semibold = 600;
const column = { width: "100%", maxWidth: "600px" };
/** Long words and addresses break rather than widen the mail. */
const wrapped = { overflowWrap: "anywhere" } as const;

/** The looks of mail as inline styles, the only ones that every mailbox follows. */
export const styles = {
  body: {
    margin: 0,
    padding: 0,
    fontFamily: systemFonts.join(","),
  },
  page: { width: "100%", padding: "32px 12px", backgroundColor: light.page },
  column,
  brand: { ...text.lg, margin: 0, padding: "0 4px 16px", fontWeight: bold, color: light.ink },
  dot: { color: light.accent },
  card: {
    ...column,
    padding: "24px 28px",
    border: `1px solid ${light.hair}`,
    borderRadius: radii.stub,
    backgroundColor: light.surface,
  },
  title: { ...text.xl, margin: "0 0 16px", fontWeight: bold, color: light.ink },
  footer: { ...text.xs, margin: 0, padding: "16px 4px 0", color: light.muted },
  paragraph: {
    ...text.base,
    ...wrapped,
    margin: "0 0 16px",
    color: light.ink,
    whiteSpace: "pre-line",
  },
  smallPrint: { ...text.sm, ...wrapped, margin: "0 0 16px", color: light.muted },
  action: { marginBottom: "16px" },
  button: {
    ...text.base,
    padding: "12px 24px",
    borderRadius: radii.button,
    backgroundColor: light.ink,
    color: light.page,
    fontWeight: semibold,
  },
  panel: {
    marginBottom: "20px",
    padding: "16px 20px",
    borderWidth: "10px 0 0",
    borderStyle: "solid",
    borderRadius: radii.control,
    backgroundColor: light.raised,
  },
  panelName: { ...text.lg, ...wrapped, margin: 0, fontWeight: semibold, color: light.ink },
  panelLine: { ...text.base, ...wrapped, margin: "8px 0 0", color: light.ink },
  label: { ...text.sm, color: light.muted },
  codes: {
    marginBottom: "20px",
    padding: "16px 0",
    border: `1px solid ${light.hair}`,
    borderRadius: radii.control,
    backgroundColor: "#fff",
    textAlign: "center",
  },
  qrCode: { margin: "0 auto" },
  barcode: { maxWidth: "100%", margin: "8px auto 0" },
  code: {
    ...text.lg,
    margin: "8px 0 0",
    color: "#000",
    fontFamily: "ui-monospace,SFMono-Regular,Menlo,Monaco,Consolas,Liberation Mono,Courier New,monospace",
    fontWeight: semibold,
  },
} satisfies Record<string, CSSProperties>;

/** The classes that change colours in dark mailboxes, where an inline style knows no media query. */
const darkRules = {
  "dark-page": `background-color:${dark.page}`,
  "dark-card": `background-color:${dark.surface};border-color:${dark.hair}`,
  "dark-panel": `background-color:${dark.raised}`,
  "dark-button": `background-color:${dark.ink};color:${dark.page}`,
  "dark-ink": `color:${dark.ink}`,
  "dark-muted": `color:${dark.muted}`,
};

/** The style sheet of every mail. */
export const darkStyleSheet = `@media (prefers-color-scheme:dark){${Object.entries(darkRules)
  .map(([name, rule]) => `.${name}{${rule.replaceAll(/;|$/g, "!important$&")}}`)
  .join("")}}`;
