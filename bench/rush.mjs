// How fast tickets go in a rush: `node bench/rush.mjs [attendees] [spaces] [--scripts] [--postgres]`.
// Measures the built server: run npm run build first.
import { fileURLToPath } from "node:url";
import { bundle } from "../scripts/build.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
await bundle("rush", "bench/rush.ts");
const { measureRush } = await import(new URL("../build/rush.mjs", import.meta.url).href);
await measureRush(process.argv.slice(2));
