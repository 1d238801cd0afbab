// Plain JavaScript with only Node's own modules, because it runs before the installation.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundle, bundleServer, ensureBuilt, isBuilt } from "./build.mjs";
import { checkNode, ensureInstalled, runToEnd } from "./install.mjs";

const asked = (flag) => process.argv.includes(flag);

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
process.env.NEXT_TELEMETRY_DISABLED = "1";
process.env.NODE_ENV = asked("--dev") ? "development" : "production";

checkNode();
// A current build needs no dev dependencies.
const ready = !asked("--dev") && isBuilt();
ensureInstalled({ dev: !ready || asked("--demo") });
if (asked("--dev") || (asked("--migrate-only") && !ready)) await bundleServer();
else await ensureBuilt();
if (asked("--demo")) await prepareDemo();
if (!asked("--build-only")) await import(pathToFileURL(resolve("build/server.mjs")).href);

/** Fills a database in a temporary folder, which is deleted at the end; mail is not sent. */
async function prepareDemo() {
  await bundle("demo", "scripts/demo.ts");
  const folder = mkdtempSync(join(tmpdir(), "evento-demo-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.env.DATABASE_URL = `file:${join(folder, "evento.db")}`;
  process.env.AUTH_SECRET = randomBytes(32).toString("base64url");
  delete process.env.SMTP_URL;
  const seed = `import("./build/demo.mjs").then((demo) => demo.seedDemo())`;
  runToEnd(process.execPath, ["--input-type=module", "-e", seed], "The demo could not be made.");
}
