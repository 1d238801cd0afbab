import { fork } from "node:child_process";
import { once } from "node:events";

type HelperProcess = {
  pid: number;
  /** Sends a message and resolves with the next one that comes back. */
  ask: <Answer>(message: unknown) => Promise<Answer>;
  stop: () => Promise<void>;
};

/** Starts a program of the bench as a process of its own, which is told things by messages and ends with us. */
export function startHelper(file: string): HelperProcess {
  const child = fork(file, { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = once(child, "exit");
  const endWithUs = () => child.kill("SIGKILL");
  process.once("exit", endWithUs);
  return {
    pid: Number(child.pid),
    ask: async <Answer>(message: unknown) => {
      const answer = once(child, "message") as Promise<[Answer]>;
      child.send(message as object);
      const tooSoon = ended.then(([code]) => {
        throw new Error(`${file} ended with ${code}`);
      });
      return (await Promise.race([answer, tooSoon]))[0];
    },
    stop: async () => {
      child.kill();
      await ended;
      process.off("exit", endWithUs);
    },
  };
}
