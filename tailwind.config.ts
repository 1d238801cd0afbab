import type { Config } from "tailwindcss";
import plugin from "tailwindcss/plugin";
import { posterColors } from "./lib/posters/poster";

/**
 * The tokens of Evento's looks, shared by pages (through @config in globals.css), mail and static error pages.
 * Pages read colours as CSS variables so that the dark theme can change them.
 */
export const light = {
  page: "#fbf9f4",
  surface: "#ffffff",
  raised: "#f2eee4",
  /** Dividers. */
  hair: "#e4ded0",
  /** The edges of controls, at least 3.6:1 on every surface. */
  edge: "#8a8273",
  ink: "#1a1712",
  muted: "#665f52",
  /** A fill with `on-accent` on it, never text. */
  accent: "#ffb81c",
  "on-accent": "#1a1712",
  link: "#7a4a00",
  good: "#0f6b3f",
  "good-soft": "#ddf1e4",
  bad: "#b3202c",
  "bad-soft": "#fbe3e2",
} as const;

export const dark: Record<keyof typeof light, string> = {
  page: "#131210",
  surface: "#1c1a17",
  raised: "#282520",
  hair: "#37332c",
  edge: "#827a6c",
  ink: "#f5f1e8",
  muted: "#b8b0a1",
  accent: "#ffc23d",
  "on-accent": "#1a1712",
  link: "#ffd479",
  good: "#7fdba6",
  "good-soft": "#15341f",
  bad: "#ff9a96",
  "bad-soft": "#47171a",
};

/** What a door says, the same in both themes: each with white or ink on it, at least 4.5:1. */
const verdictColors = {
  "verdict-good": "#0f6b3f",
  "verdict-already": "#ffb81c",
  "verdict-bad": "#b3202c",
  "verdict-ink": "#1a1712",
};

/** For where Evento's own font is missing: in mail and on error pages. */
export const systemFonts = [
  "system-ui",
  "-apple-system",
  "Segoe UI",
  "Roboto",
  "Helvetica",
  "Arial",
  "sans-serif",
];

/** Font size and line height, in px. */
export const textSizes = {
  xs: [12, 16],
  sm: [14, 20],
  base: [16, 24],
  lg: [17, 22],
  xl: [20, 24],
  "2xl": [28, 30],
  "3xl": [36, 38],
} as const;

/** In px. */
export const radii = { control: 10, button: 12, stub: 18 } as const;

/** Pages follow the font size of the browser. */
export const rem = (px: number) => `${px / 16}rem`;

const fontSize = Object.fromEntries(
  Object.entries(textSizes).map(([name, [size, line]]) => [name, [rem(size), String(line / size)]]),
);

const variables = (theme: Record<string, string>) =>
  Object.fromEntries(Object.entries(theme).map(([name, value]) => [`--color-${name}`, value]));

const colors = Object.fromEntries(Object.keys(light).map((name) => [name, `var(--color-${name})`]));

/** Headings, figures, buttons and labels: one weight. */
const displayFonts = ["var(--font-display-ext)", "var(--font-display-latin)", ...systemFonts];

export default {
  content: ["./app/**/*.tsx", "./components/**/*.tsx"],
  theme: {
    extend: {
      colors: { ...colors, ...verdictColors },
      fontFamily: {
        sans: ["var(--font-text-ext)", "var(--font-text)", ...systemFonts],
        display: displayFonts,
      },
      fontSize,
      maxWidth: { page: "72rem", reading: "38rem" },
      borderRadius: Object.fromEntries(Object.entries(radii).map(([name, px]) => [name, rem(px)])),
      transitionTimingFunction: { DEFAULT: "cubic-bezier(.2,.8,.2,1)" },
      animation: { toast: "toast 180ms cubic-bezier(.2,.8,.2,1)" },
      keyframes: { toast: { from: { opacity: "0", transform: "translateY(-0.75rem)" } } },
      transitionDuration: { DEFAULT: "120ms", panel: "180ms", page: "240ms" },
    },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ":root": { "color-scheme": "light dark", ...variables(light) },
        "@media (prefers-color-scheme: dark)": { ":root": variables(dark) },
        "h1, h2, h3, legend, strong, .font-display": {
          "font-family": displayFonts.join(", "),
          "font-weight": "700",
        },
        "@media print": { ":root": { "color-scheme": "light", ...variables(light) } },
        ...Object.fromEntries(
          posterColors.map(([paper, shape], n) => [
            `.poster-${n}`,
            { "background-color": paper, color: shape },
          ]),
        ),
      });
    }),
  ],
} satisfies Config;
