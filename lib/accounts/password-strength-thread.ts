import { parentPort } from "node:worker_threads";
import { isEasyToGuess } from "./password-strength";
import type { StrengthQuestion } from "./strength-estimator";

// The program of the thread that strength-thread.ts starts. Unlike mail it has the usual priority: somebody waits.
parentPort?.on("message", async ({ password, owner }: StrengthQuestion) => {
  parentPort?.postMessage(await isEasyToGuess(password, owner));
});
