import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { closeDatabase, openDatabase } from "@/db/client";
import { startDeliveryLoop } from "@/lib/mail/delivery-loop";
import { flushLog } from "@/lib/runtime/log";
import { startJobLoop } from "./job-loop";

// The program of the thread that worker.ts starts; a message stops it.
process.on("exit", flushLog);
// Requests go first: they wait for an answer, the worker does not. Elsewhere than on Linux this is the whole process.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_LOW);
await openDatabase();
const loops = [startDeliveryLoop((result) => parentPort?.postMessage(result)), startJobLoop()];
parentPort?.once("message", async () => {
  await Promise.all(loops.map((loop) => loop.stop()));
  await closeDatabase();
  process.exit();
});
