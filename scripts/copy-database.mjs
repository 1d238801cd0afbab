// Copies a database to another engine: npm run db:copy -- --from file:… --to postgres://…
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureBuilt, isBuilt } from "./build.mjs";
import { checkNode, ensureInstalled } from "./install.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

checkNode();
ensureInstalled({ dev: !isBuilt() });
await ensureBuilt();
await import(pathToFileURL(resolve("build/copy-database.mjs")).href);
