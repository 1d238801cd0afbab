// Writes a migration for each engine from the changes in db/schema.ts, or with --custom an empty one.
import { spawnSync } from "node:child_process";
import process from "node:process";

const [name, ...options] = process.argv.slice(2);
if (!name || !/^[a-z0-9-]+$/.test(name)) {
  process.stderr.write("Name the change in lower case: npm run db:generate -- add-waiting-list\n");
  process.exit(1);
}

// Only the kind of database matters; no connection is opened.
for (const url of ["file:./data/evento.db", "postgres://localhost/evento"]) {
  const { status } = spawnSync(
    "npx",
    ["--no-install", "drizzle-kit", "generate", `--name=${name}`, ...options],
    {
      stdio: "inherit",
      env: { ...process.env, DATABASE_URL: url },
    },
  );
  if (status !== 0) process.exit(status ?? 1);
}
