import { format } from "node:util";
import { afterAll, afterEach } from "vitest";

// Console output fails a test, unless it mocks the console: vi.spyOn(console, "error").mockImplementation(…).
const noise: string[] = [];
const record = (...said: unknown[]) => {
  noise.push(format(...said));
};
Object.assign(console, { error: record, warn: record });

function refuseNoise() {
  const said = noise.splice(0);
  if (said.length > 0) throw new Error(`The test wrote to the console:\n${said.join("\n")}`);
}
afterEach(refuseNoise);
afterAll(refuseNoise);

if (typeof document !== "undefined") {
  await import("@testing-library/jest-dom/vitest");
  const { cleanup } = await import("@testing-library/react");
  afterEach(cleanup);
}
