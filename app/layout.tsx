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

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  display: "swap",
});

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={inter.variable}>
      <body className="flex min-h-dvh flex-col font-sans antialiased">{children}</body>
    </html>
  );
}
