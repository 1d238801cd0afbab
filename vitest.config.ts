import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("./", import.meta.url));
const elsewhere = ["node_modules/**", ".next/**", "build/**", "tests/e2e/**"];
// What needs a database is named for it: on both engines, or on the one it is about.
const onDatabase = ["db", "sqlite", "postgres"].map((name) => `**/*.${name}.test.{ts,tsx}`);

// What needs the built server; `npm test` builds it first.
const onServer = "tests/requests/**/*.request.test.ts";

// What breaks things on purpose for a long time: only `npm run test:faults` runs it.
const faults = "tests/faults/**/*.fault.test.ts";

const env = {
  // Far from Greenwich and off the hour, so that a forgotten time zone shows.
  TZ: "Asia/Kathmandu",
  AUTH_SECRET: "only-for-tests-0123456789-0123456789",
  APP_URL: "http://localhost:3000",
  // Where `now()` stands still; the factories know it as `testNow`.
  TEST_CLOCK: "2030-01-01T12:00:00Z",
};

// The tables' column types follow DATABASE_URL when a module loads, so it has to name the engine. Every
// test opens a database of its own; nothing is ever at these addresses.
const database = (name: string, url: string) => ({
  extends: true as const,
  test: {
    name,
    include: [`**/*.{db,${name}}.test.{ts,tsx}`],
    exclude: elsewhere,
    env: { ...env, DATABASE_URL: url },
    globalSetup: "tests/harness/global-setup.ts",
  },
});

const requests = (name: string, url: string, exclude: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: [onServer],
    exclude: [...elsewhere, ...exclude],
    env: { ...env, DATABASE_URL: url },
    // One server at a time, so that what is timed is not another file's work.
    fileParallelism: false,
  },
});

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    restoreMocks: true,
    unstubEnvs: true,
    setupFiles: "tests/harness/setup.ts",
    maxWorkers: "100%",
    // For a machine that is busy with something else.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Mail has the lowest priority, so a busy machine is late with it.
    expect: { poll: { timeout: 30_000 } },
    tags: [
      {
        name: "long",
        description: "takes a minute or so: only `npm run test:long` runs it",
        timeout: 300_000,
      },
    ],
    projects: [
      {
        extends: true,
        test: {
          name: "rules",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...elsewhere, ...onDatabase, onServer, faults],
          env: { ...env, DATABASE_URL: "file:/dev/null/evento.db" },
        },
      },
      database("sqlite", "file:/dev/null/evento.db"),
      database("postgres", "postgres://127.0.0.1:9/nowhere"),
      requests("requests", "file:/dev/null/evento.db"),
      requests("requests-postgres", "postgres://127.0.0.1:9/nowhere", [
        // These choose their databases themselves, or are about the file of SQLite.
        "tests/requests/{backups,copy,faults,kills,odd-starts,power-loss}.request.test.ts",
      ]),
      {
        extends: true,
        test: {
          name: "faults",
          include: [faults],
          exclude: elsewhere,
          env: { ...env, DATABASE_URL: "file:/dev/null/evento.db" },
          fileParallelism: false,
          testTimeout: 1_800_000,
        },
      },
    ],
  },
});
