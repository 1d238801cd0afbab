// Screenshots of every page in every state: npx playwright test --config tests/e2e/pictures.config.ts
import { defineConfig } from "@playwright/test";
import usual from "../../playwright.config";

export default defineConfig({
  ...usual,
  testDir: "pages",
  testMatch: "pictures.ts",
  outputDir: "../../test-results/artifacts",
  projects: [{ name: "pictures" }],
});
