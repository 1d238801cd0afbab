import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fingerprintSources } from "./fingerprint.mjs";
import { runToEnd } from "./install.mjs";

const record = "build/fingerprint";

/** Whether the last build is of the current sources. */
export const isBuilt = () => existsSync(record) && readFileSync(record, "utf8") === fingerprintSources();

/** Builds pages and server if necessary. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  const wanted = fingerprintSources();
  // Next keeps the keys of a build in .next: they are for the account that runs Evento alone.
  process.umask(0o077);
  mkdirSync(".next", { recursive: true });
  chmodSync(".next", 0o700);
  process.stdout.write("Building Evento…\n");
  rmSync("build", { recursive: true, force: true });
  const next = "node_modules/next/dist/bin/next";
  runToEnd(process.execPath, [next, "build"], "The build failed: see the message above.", {
    NODE_ENV: "production",
  });
  await bundleServer();
  writeFileSync(record, wanted);
}

/** Bundles the server and the programs of its threads. */
export async function bundleServer() {
  await bundle("server", "server.ts");
  await bundle("worker", "lib/worker/worker-thread.ts");
  await bundle("password-strength", "lib/accounts/password-strength-thread.ts");
  await bundle("quick-check", "db/quick-check-thread.ts");
  await bundle("copy-database", "db/copy/copy-program.ts");
}

/** Compiles a TypeScript source to one file in build/, because Node 20 cannot run TypeScript. */
export async function bundle(name, source) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [source],
    outfile: `build/${name}.mjs`,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: true,
    logLevel: "warning",
  });
}
