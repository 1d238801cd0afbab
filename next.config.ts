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
  experimental: {
    // The same as the front door's limit, which answers first.
    serverActions: { bodySizeLimit: "64kb" },
    // Loading all pages at the start would delay the first answer by a third of a second.
    preloadEntriesOnStart: false,
  },
  // Next cannot drive TypeScript 7; `npm test` runs tsc over everything.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ["127.0.0.1"],
};

export default config;
