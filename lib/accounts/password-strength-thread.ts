import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { isEasyToGuess } from "./password-strength";
import type { StrengthQuestion } from "./strength-estimator";

// The program of the thread that strength-thread.ts starts. Everything else goes first, as in the mail worker.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_LOW);
parentPort?.on("message", async ({ password, owner }: StrengthQuestion) => {
  parentPort?.postMessage(await isEasyToGuess(password, owner));
});
