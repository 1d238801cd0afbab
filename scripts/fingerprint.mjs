import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";

/** The inputs of a build. */
const sources = [
  ...["app", "components", "db", "emails", "lib", "public", "scripts", "server"],
  ...["instrumentation.ts", "next.config.ts", "postcss.config.mjs", "server.ts", "tailwind.config.ts"],
  ...["package-lock.json", "package.json", "tsconfig.json"],
];

/** A hash of the contents of all sources, because a checkout changes file times. */
export function fingerprintSources() {
  const hash = createHash("sha256");
  for (const path of sources.flatMap(filesBelow)) hash.update(path).update("\0").update(readFileSync(path));
  return hash.digest("hex");
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && !/\.test\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
    );
}
