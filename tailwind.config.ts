import type { Config } from "tailwindcss";
import plugin from "tailwindcss/plugin";

/**
 * The tokens of Evento's looks, shared by pages (through @config in globals.css), mail and static error pages.
 * Pages read colours as CSS variables so that the dark theme can change them.
 */
export const light = {
  page: "#f6f6fb",
  surface: "#ffffff",
  raised: "#eeeff8",
  line: "#d9dbea",
  ink: "#171a36",
  muted: "#565b7a",
  brand: "#4234c8",
  "brand-strong": "#31259f",
  "on-brand": "#ffffff",
  "brand-soft": "#e9e7fb",
  good: "#11693f",
  "good-soft": "#ddf3e6",
  warn: "#8a4b00",
  "warn-soft": "#fdeccf",
  bad: "#b3183a",
  "bad-soft": "#fce4e9",
} as const;

export const dark: Record<keyof typeof light, string> = {
  page: "#0f1124",
  surface: "#191c34",
  raised: "#232747",
  line: "#353a5e",
  ink: "#f0f1fb",
  muted: "#aeb3d2",
  brand: "#a9a2ff",
  "brand-strong": "#c5c0ff",
  "on-brand": "#14123a",
  "brand-soft": "#2b2960",
  good: "#7ddba6",
  "good-soft": "#143726",
  warn: "#f7c46c",
  "warn-soft": "#43300c",
  bad: "#ff9cb0",
  "bad-soft": "#4a1726",
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
  lg: [18, 28],
  "2xl": [24, 32],
} as const;

/** In px. */
export const radii = { card: 16, control: 10 } as const;

/** Pages follow the font size of the browser. */
export const rem = (px: number) => `${px / 16}rem`;

const fontSize = Object.fromEntries(
  Object.entries(textSizes).map(([name, [size, line]]) => [name, [rem(size), String(line / size)]]),
);

const variables = (theme: Record<string, string>) =>
  Object.fromEntries(Object.entries(theme).map(([name, value]) => [`--color-${name}`, value]));

const colors = Object.fromEntries(Object.keys(light).map((name) => [name, `var(--color-${name})`]));

export default {
  content: ["./app/**/*.tsx", "./components/**/*.tsx"],
  theme: {
    extend: {
      colors,
      fontFamily: { sans: ["var(--font-inter)", ...systemFonts] },
      fontSize,
      maxWidth: { page: "72rem", reading: "42rem" },
      borderRadius: { card: rem(radii.card), control: rem(radii.control) },
    },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ":root": { "color-scheme": "light dark", ...variables(light) },
        "@media (prefers-color-scheme: dark)": { ":root": variables(dark) },
      });
    }),
  ],
} satisfies Config;
