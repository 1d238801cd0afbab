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
  xl: sized(textSizes.xl),
  "2xl": sized(textSizes["2xl"]),
};

const bold = 700;
/** Long words and addresses break rather than widen the mail. */
const wrapped = { overflowWrap: "anywhere", wordBreak: "break-word" } as const;
const large = { ...text["2xl"], ...wrapped, fontWeight: bold, letterSpacing: "-0.02em", color: light.ink };
const button = { ...text.base, padding: "11px 23px", borderRadius: radii.button, fontWeight: bold };

/** The looks of mail as inline styles, the only ones that every mailbox follows. */
export const styles = {
  body: {
    margin: 0,
    padding: 0,
    fontFamily: systemFonts.join(","),
  },
  page: { width: "100%", padding: "24px 16px 48px", backgroundColor: light.page },
  column: { width: "100%", maxWidth: "600px" },
  mark: {
    ...text.xl,
    margin: "0 0 20px",
    fontWeight: bold,
    letterSpacing: "-0.02em",
    color: light.ink,
  },
  dot: { paddingLeft: "2px", fontSize: "16px", color: light.accent },
  title: { ...large, margin: "0 0 20px" },
  badgeLine: { margin: "20px 0 12px", fontSize: "14px", lineHeight: "28px" },
  badge: { padding: "4px 10px", borderRadius: "6px", fontWeight: bold },
  paragraph: {
    ...text.base,
    ...wrapped,
    margin: "0 0 16px",
    color: light.ink,
    whiteSpace: "pre-line",
  },
  smallPrint: { ...text.sm, ...wrapped, margin: "0 0 16px", color: light.muted },
  action: { margin: "24px 0" },
  button: {
    ...button,
    border: `1px solid ${light.ink}`,
    backgroundColor: light.ink,
    color: light.page,
  },
  quietButton: { ...button, border: `1px solid ${light.edge}`, color: light.ink },
  footer: { marginTop: "24px", paddingTop: "16px", borderTop: `1px solid ${light.hair}` },
  because: { ...text.xs, margin: 0, color: light.muted },

  strip: { borderRadius: radii.stub, overflow: "hidden" },
  squares: { width: "100%", tableLayout: "fixed", borderCollapse: "collapse" },
  stampCell: { padding: "0 16px" },
  square: { height: "36px", padding: 0, fontSize: "1px", lineHeight: "1px" },
  stamp: {
    width: "72px",
    padding: "8px 0",
    borderRadius: radii.button,
    backgroundColor: light.surface,
    color: light.ink,
    textAlign: "center",
  },
  stampWord: { ...text.xs, margin: 0 },
  stampDay: { ...text["2xl"], margin: 0, fontWeight: bold },

  unbroken: { whiteSpace: "nowrap" },
  struck: { textDecoration: "line-through" },

  eventName: { ...large, margin: 0 },
  host: { ...text.base, ...wrapped, margin: "6px 0 0", color: light.muted },
  hostName: { color: light.ink },
  fact: { ...text.lg, ...wrapped, lineHeight: "24px", margin: "12px 0 0", color: light.ink },
  label: { ...text.xs, color: light.muted },
  value: { fontWeight: bold },
  link: { ...text.sm, color: light.link, textDecoration: "underline" },
  message: { marginTop: "24px", paddingTop: "24px", borderTop: `1px solid ${light.hair}` },

  stub: {
    margin: "8px 0 24px",
    border: `1px solid ${light.hair}`,
    borderRadius: radii.stub,
    backgroundColor: "#fff",
    textAlign: "center",
  },
  codes: { padding: "24px 12px 20px" },
  qrCode: { margin: "0 auto" },
  barcode: { maxWidth: "100%", margin: "12px auto 0" },
  tearOff: { padding: "12px 20px 16px", borderTop: `2px dashed ${light.edge}`, textAlign: "center" },
  tearOffLine: {
    ...text.base,
    ...wrapped,
    lineHeight: "28px",
    margin: 0,
    color: light.ink,
    fontWeight: bold,
  },
  codeLabel: { ...text.xs, color: light.muted, fontWeight: 400 },
  code: {
    fontSize: "20px",
    fontFamily: "ui-monospace,SFMono-Regular,Menlo,Monaco,Consolas,Liberation Mono,Courier New,monospace",
  },
} satisfies Record<string, CSSProperties>;

type Theme = Record<keyof typeof light, string>;

const tonesOf = (theme: Theme) => ({
  neutral: { color: theme.ink, backgroundColor: theme.raised },
  good: { color: theme.good, backgroundColor: theme["good-soft"] },
  bad: { color: theme.bad, backgroundColor: theme["bad-soft"] },
  accent: { color: theme["on-accent"], backgroundColor: theme.accent },
  ink: { color: theme.page, backgroundColor: theme.ink },
});

/** The colours of badges, as on pages. */
export const tones = tonesOf(light);

/** The classes that change colours in dark mailboxes, where an inline style knows no media query. */
const darkRules: Record<string, string> = {
  "dark-page": `background-color:${dark.page}`,
  "dark-button": `background-color:${dark.ink};border-color:${dark.ink};color:${dark.page}`,
  "dark-quiet": `border-color:${dark.edge};color:${dark.ink}`,
  "dark-stamp": `background-color:${dark.surface};color:${dark.ink}`,
  "dark-ink": `color:${dark.ink}`,
  "dark-muted": `color:${dark.muted}`,
  "dark-link": `color:${dark.link}`,
  "dark-hair": `border-color:${dark.hair}`,
};
for (const [tone, { color, backgroundColor }] of Object.entries(tonesOf(dark)))
  darkRules[`badge-${tone}`] = `color:${color};background-color:${backgroundColor}`;

const important = (rule: string) => rule.replaceAll(/;|$/g, "!important$&");

/** The style sheet of every mail. */
export const styleSheet = [
  ":root{color-scheme:light dark;supported-color-schemes:light dark}",
  "@media (max-width:480px){.wide{display:none!important}}",
  `@media (prefers-color-scheme:dark){${Object.entries(darkRules)
    .map(([name, rule]) => `.${name}{${important(rule)}}`)
    .join("")}}`,
].join("");
