import { availableParallelism, cpus, loadavg, release, type } from "node:os";

/** When and where something was measured, and how busy the machine was, as one line. */
export function describeMachine(at: Date): string {
  const busy = loadavg()
    .map((load) => load.toFixed(1))
    .join(", ");
  const cpu = `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores`;
  return `${at.toISOString().slice(0, 10)}, ${cpu}, Node ${process.versions.node}, ${type()} ${release()}; load averages at the end: ${busy}.`;
}
