// Screenshots of every page in every state: npm run screens
import { defineConfig } from "@playwright/test";
import usual from "../../playwright.config";

export default defineConfig({
  ...usual,
  testDir: "pages",
  testMatch: "pictures.ts",
  outputDir: "../../test-results/artifacts",
  projects: [{ name: "pictures" }],
});
