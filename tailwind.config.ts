import type { Config } from "tailwindcss";
import plugin from "tailwindcss/plugin";

/**
 * The tokens of Evento's looks, shared by pages (through @config in globals.css) and mail.
 * Pages read them as CSS variables so that the dark theme can change them; mail uses `light` as it is.
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

const variables = (theme: Record<string, string>) =>
  Object.fromEntries(Object.entries(theme).map(([name, value]) => [`--color-${name}`, value]));

const colors = Object.fromEntries(Object.keys(light).map((name) => [name, `var(--color-${name})`]));

export default {
  content: ["./app/**/*.tsx", "./components/**/*.tsx"],
  theme: {
    extend: {
      colors,
      fontFamily: { sans: ["var(--font-inter)", "system-ui", "sans-serif"] },
      maxWidth: { page: "72rem", reading: "42rem" },
      borderRadius: { card: "1rem", control: "0.625rem" },
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
