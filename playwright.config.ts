import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

const usual = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].map(
  (name) => `/usr/bin/${name}`,
);
// Without either, Playwright looks for its own.
const executablePath = process.env.CHROMIUM_PATH || usual.find((file) => existsSync(file));

// A browser that root starts has no sandbox, and none of them should ask the network for anything.
const args = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-first-run",
];

// Every journey and every form works with scripts and without; the rest is looked at once.
const bothWays = ["journeys/**/*.spec.ts", "forms/**/*.spec.ts"];

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: "line",
  // For a machine that is busy with something else.
  timeout: 60_000,
  expect: { timeout: 7_000 },
  use: {
    ...devices["Desktop Chrome"],
    locale: "en-GB",
    timezoneId: "Europe/London",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { executablePath, args },
  },
  projects: [
    { name: "with-scripts" },
    { name: "without-scripts", testMatch: bothWays, use: { javaScriptEnabled: false } },
  ],
});
