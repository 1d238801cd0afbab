import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { closeDatabase, openDatabase } from "@/db/client";
import { flushLog } from "@/lib/runtime/log";
import { startDeliveryLoop } from "./delivery-loop";

// The program of the thread that worker.ts starts; a message stops it.
process.on("exit", flushLog);
// Requests go first: they wait for an answer, mail does not. Elsewhere than on Linux this is the whole process.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_LOW);
await openDatabase();
const loop = startDeliveryLoop();
parentPort?.once("message", async () => {
  await loop.stop();
  await closeDatabase();
  process.exit();
});
