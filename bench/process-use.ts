import { readFileSync } from "node:fs";

/** The processor time a process has used, in ms: unlike the clock, it does not count what others used. */
export function cpuTime(pid: number): number {
  // The name of the program, in brackets, may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  // In hundredths of a second: user and system.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The memory of the machine that a process holds (resident set), in MB of 1,048,576 bytes. */
export function residentMemory(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/** Resolves once a process rests: it used less than a tenth of a processor for a while. At most half a minute. */
export async function untilIdle(pid: number): Promise<void> {
  for (let look = 0; look < 60; look += 1) {
    const before = cpuTime(pid);
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (cpuTime(pid) - before < 50) return;
  }
  throw new Error("The server did not come to rest within half a minute.");
}
