// How quick Evento is, beside what the machine can do at most: `npm run bench`, or `npm run bench -- rush`
// for one part. See docs/performance.md.
import { fileURLToPath } from "node:url";
import { bundle, ensureBuilt } from "../scripts/build.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
process.env.NEXT_TELEMETRY_DISABLED = "1";
await ensureBuilt();
await bundle("bench", "bench/bench.ts");
const { runBench } = await import(new URL("../build/bench.mjs", import.meta.url).href);
await runBench(process.argv.slice(2));
