// The program behind `npm run db:copy`, which scripts/copy-database.mjs starts.
import { parseArgs } from "node:util";
import { StartupError } from "../startup-error";
import { copyDatabase, describeCopy } from "./copy-database";

// A new SQLite file is for the account that runs Evento alone.
process.umask(0o077);

const usage = "npm run db:copy -- --from file:./data/evento.db --to postgres://user:password@host/database";

function readRoute() {
  const options = { from: { type: "string" }, to: { type: "string" } } as const;
  try {
    const { from, to } = parseArgs({ options }).values;
    const isUrl = (given: string) => /^file:./.test(given) || /^postgres(ql)?:\/\/./.test(given);
    if (from && to && isUrl(from) && isUrl(to)) return { from, to };
  } catch {}
  throw new StartupError(`Name both databases: ${usage}`);
}

try {
  process.stdout.write(`${describeCopy(await copyDatabase(readRoute()))}\n`);
} catch (error) {
  const { message, stack } = error as Error;
  process.stderr.write(`${error instanceof StartupError ? message : `The copy failed.\n${stack}`}\n`);
  process.exitCode = 1;
}
