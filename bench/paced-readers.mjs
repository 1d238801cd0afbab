// Reads pages in turns at a steady pace, whether or not the last answer has come; answers every message with
// how many ms each answer took that was asked for since the message before.
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true });
let times = [];
let read = 0;

process.on("message", ({ urls, perSecond }) => {
  if (!urls) {
    process.send(times);
    times = [];
    return;
  }
  setInterval(() => readPage(urls[read++ % urls.length]), 1_000 / perSecond);
  process.send("reading");
});
process.once("disconnect", () => process.exit());

function readPage(url) {
  const from = performance.now();
  const timesOfNow = times;
  const sent = request(url, { agent, headers: { "accept-encoding": "br" } }, (response) => {
    // An answer that is no page would be a quick one.
    const isPage = response.statusCode === 200;
    response.resume();
    response.on("end", () => timesOfNow.push(isPage ? performance.now() - from : Number.POSITIVE_INFINITY));
  });
  sent.on("error", () => timesOfNow.push(Number.POSITIVE_INFINITY));
  sent.end();
}
