import { parentPort } from "node:worker_threads";
import { closeDatabase, openDatabase } from "@/db/client";
import { flushLog } from "@/lib/runtime/log";
import { startDeliveryLoop } from "./delivery-loop";

// The program of the thread that worker.ts starts; a message stops it.
process.on("exit", flushLog);
await openDatabase();
const loop = startDeliveryLoop();
parentPort?.once("message", async () => {
  await loop.stop();
  await closeDatabase();
  process.exit();
});
