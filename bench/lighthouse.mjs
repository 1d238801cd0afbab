// What Lighthouse says of the pages that matter on a phone: `node bench/lighthouse.mjs`. Takes three minutes.
import { fileURLToPath } from "node:url";
import { bundle, ensureBuilt } from "../scripts/build.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
process.env.NEXT_TELEMETRY_DISABLED = "1";
await ensureBuilt();
await bundle("lighthouse", "bench/lighthouse.ts");
const { measureWithLighthouse } = await import(new URL("../build/lighthouse.mjs", import.meta.url).href);
await measureWithLighthouse();
