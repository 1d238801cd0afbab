// A client that floods a server, as a process of its own, so that it disturbs nobody's measurements.
// Reads what to do as JSON from its standard input, and prints how many requests and which answers there were.
import { readFileSync } from "node:fs";
import { connect } from "node:net";

/**
 * @typedef {object} Flood
 * @property {number} port
 * @property {number} seconds how long
 * @property {number} clients how many connections at once
 * @property {string[]} heads what each connection sends first, in turn; `{random}` becomes another text each time
 * @property {string} [chunk] what it sends afterwards, again and again
 * @property {number} [times] how often
 * @property {number} [pause] how long it waits in between, in ms
 * @property {string} [end] what it sends last
 */

/** @type {Flood} */
const {
  port,
  seconds,
  clients,
  heads,
  chunk = "",
  times = 0,
  pause = 0,
  end = "",
} = JSON.parse(readFileSync(0, "utf8"));
const until = Date.now() + seconds * 1_000;
const answers = {};
let attempts = 0;
let open = 0;
let mostOpen = 0;

const count = (what) => {
  answers[what] = (answers[what] ?? 0) + 1;
};
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const random = () => Math.random().toString(36).slice(2);

/** One connection, until the server ends it or the time is over. */
function attempt() {
  const head = heads[attempts % heads.length].replaceAll("{random}", random);
  attempts += 1;
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let status = "closed";
    const over = setTimeout(() => socket.destroy(), Math.max(1, until - Date.now()));
    socket.on("connect", () => {
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      socket.write(head);
      send(socket);
    });
    socket.on("data", (data) => {
      // What follows the first answer is about a request that was cut off.
      if (status === "closed") status = /^HTTP\/1\.1 (\d+)/.exec(String(data.subarray(0, 12)))?.[1] ?? status;
      if (times === 0 || pause > 0 || status >= "400") socket.end();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(over);
      if (socket.bytesWritten > 0 || head === "") open -= 1;
      count(status);
      resolve();
    });
  });
}

async function send(socket) {
  for (let sent = 0; sent < times && socket.writable && Date.now() < until; sent += 1) {
    if (!socket.write(chunk))
      await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), wait(200)]);
    if (pause > 0) await wait(pause);
  }
  if (socket.writable && end) socket.write(end);
}

async function client() {
  while (Date.now() < until) {
    await attempt();
    await wait(1);
  }
}

await Promise.all(Array.from({ length: clients }, client));
process.stdout.write(JSON.stringify({ attempts, answers, mostOpen }));
process.exit(0);
