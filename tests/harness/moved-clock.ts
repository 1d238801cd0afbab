import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export type MovedClock = {
  /** For the server whose clock this is; it is loaded in each of its threads. */
  env: { NODE_OPTIONS: string };
  /** Stops the clock at a time, between or during requests. */
  set: (at: Date) => void;
  remove: () => void;
};

/** A clock of a server that stands still and can be set, also back. Elapsed time is not moved. */
export function moveClock(start: Date): MovedClock {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-clock-"));
  const file = path.join(folder, "clock");
  const set = (at: Date) => writeFileSync(file, String(at.getTime()));
  set(start);
  const program = `
    import { readFileSync } from "node:fs";
    const now = () => Number(readFileSync(${JSON.stringify(file)}, "utf8"));
    Date.now = now;
    globalThis.Date = new Proxy(Date, {
      apply: (real) => new real(now()).toString(),
      construct: (real, given, as) => Reflect.construct(real, given.length > 0 ? given : [now()], as),
    });
  `;
  return {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` },
    set,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
