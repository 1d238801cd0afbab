// Loaded into a server before its own program (NODE_OPTIONS=--import): counts how often the framework renders
// the page of RENDERS_OF, by the spans it opens for whoever traces it, and keeps the count in RENDERS_FILE.
import { writeFileSync } from "node:fs";
import { trace } from "@opentelemetry/api";

const { RENDERS_OF, RENDERS_FILE } = process.env;
let renders = 0;

/** A span that keeps nothing. */
const span = new Proxy(
  {},
  {
    get: (_, name) =>
      name === "isRecording" ? () => true : name === "spanContext" ? () => context : () => span,
  },
);
const context = { traceId: "1".repeat(32), spanId: "1".repeat(16), traceFlags: 0 };

function open(options) {
  const { "next.span_type": type, "next.route": route } = options?.attributes ?? {};
  if (type === "AppRender.getBodyResult" && route === RENDERS_OF) {
    renders += 1;
    writeFileSync(RENDERS_FILE, String(renders));
  }
  return span;
}

const tracer = {
  startSpan: (_, options) => open(options),
  startActiveSpan: (_, options, ...rest) => rest.at(-1)(open(options)),
};

writeFileSync(RENDERS_FILE, "0");
trace.setGlobalTracerProvider({ getTracer: () => tracer });
