import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";
import { settings } from "@/lib/runtime/env";
import { dark, light } from "@/tailwind.config";
import "./globals.css";

// A page rendered at build time would have no nonces.
export const dynamic = "force-dynamic";

export const generateMetadata = (): Metadata => ({
  metadataBase: new URL(settings().appUrl),
  title: { default: "Evento", template: "%s · Evento" },
  description: "Upcoming events and tickets.",
  // Only the layout of the public pages allows search engines.
  robots: { index: false },
  formatDetection: { telephone: false, email: false, address: false },
});

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: light.page },
    { media: "(prefers-color-scheme: dark)", color: dark.page },
  ],
};

// Latin is on every page, so it is preloaded; the rest is fetched for names that need it.
const textFont = localFont({
  src: "../node_modules/@fontsource/inter/files/inter-latin-400-normal.woff2",
  weight: "400",
  variable: "--font-text",
});
const textFontExtended = localFont({
  src: "../node_modules/@fontsource/inter/files/inter-latin-ext-400-normal.woff2",
  weight: "400",
  variable: "--font-text-ext",
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF",
    },
  ],
  adjustFontFallback: false,
  preload: false,
});
const displayFont = localFont({
  src: "../node_modules/@fontsource/bricolage-grotesque/files/bricolage-grotesque-latin-700-normal.woff2",
  variable: "--font-display-latin",
  weight: "700",
});
const displayFontExtended = localFont({
  src: "../node_modules/@fontsource/bricolage-grotesque/files/bricolage-grotesque-latin-ext-700-normal.woff2",
  variable: "--font-display-ext",
  weight: "700",
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF",
    },
  ],
  adjustFontFallback: false,
  preload: false,
});
const fonts = [textFont, textFontExtended, displayFont, displayFontExtended];

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={fonts.map(({ variable }) => variable).join(" ")}>
      <body className="flex min-h-dvh flex-col font-sans text-base antialiased">{children}</body>
    </html>
  );
}
