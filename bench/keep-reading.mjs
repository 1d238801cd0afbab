// Reads one page over and over from as many connections as the pages are measured with; answers every message with
// what it got so far.
import autocannon from "autocannon";

let answers = 0;
const others = {};

const note = (what) => {
  others[what] = (others[what] ?? 0) + 1;
};

process.on("message", ({ url, status }) => {
  if (!url) return process.send({ answers, others, at: performance.now() });
  const reading = autocannon({
    url,
    connections: 32,
    timeout: 60,
    forever: true,
    headers: { "accept-encoding": "br" },
  });
  reading.on("response", (_, received) => {
    answers += 1;
    if (received !== status) note(received);
    if (answers === 1) process.send("reading");
  });
  reading.on("reqError", (error) => note(error.message));
});
process.once("disconnect", () => process.exit());
