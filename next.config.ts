import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // Native code, or packages that find their own files at run time.
  serverExternalPackages: [
    "@node-rs/argon2",
    "better-sqlite3",
    "bwip-js",
    "nodemailer",
    "pg",
    "pino",
    "temporal-polyfill",
  ],
  images: { unoptimized: true },
  // Next would have browsers ask for these anew each time; a changed icon may take a day to reach everybody.
  headers: async () => [
    {
      source:
        "/:file(favicon.ico|icon.svg|apple-icon.png|opengraph-image.png|icons/icon-(?:192|512|maskable-512).png|manifest.webmanifest|robots.txt)",
      headers: [{ key: "Cache-Control", value: "public, max-age=86400" }],
    },
  ],
  // Whether React preloads by a header or in the page depends on its timing; a page is to be the same each time.
  reactMaxHeadersLength: 0,
  // server/handler.ts compresses, and not the answers of actions.
  compress: false,
  // For every browser: a title that is streamed may come after the body, where it does not belong.
  htmlLimitedBots: /.*/,
  experimental: {
    // The same limit as in server/uploads.ts; server/body.ts answers first, for most forms at 64 kB.
    serverActions: { bodySizeLimit: "9mb" },
    // Loading all pages at the start would delay the first answer by a third of a second.
    preloadEntriesOnStart: false,
  },
  // `npm test` checks types; the first start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ["127.0.0.1"],
};

export default config;
