import { Agent, request } from "node:http";
import autocannon from "autocannon";
import { cpuTime } from "./process-use";

/** A server that runs on this machine. */
export type Target = { url: string; pid: number };

/** A whole answer as it came over the wire, still compressed. */
export type RawAnswer = { status: number; rawHeaders: string[]; body: Buffer };

type Headers = Record<string, string>;

/** `status` is what every answer has to have; `manyClients` is for pages that are rendered each time. */
export type Asking = { headers?: Headers; status?: number; seconds?: number; manyClients?: boolean };

/** How many browsers ask at once. */
const connections = 32;

/**
 * As if from another client for each `index`: a server that trusts one proxy renders only so many new pages for any of
 * them.
 */
const fromClient = (index: number): Headers => ({
  "X-Forwarded-For": `198.18.${(index >> 8) & 255}.${index & 255}`,
});

/**
 * Asks for one path from 32 connections at once, as often as it goes.
 * @returns answers a second, and µs of the server's processor time an answer, which stays true where the
 *   clock flatters the server because asking takes longer than answering
 * @throws when an answer has another status
 */
export async function load(
  target: Target,
  path: string,
  { headers = {}, status = 200, seconds = 1, manyClients = false }: Asking = {},
): Promise<{ perSecond: number; cpu: number }> {
  const before = cpuTime(target.pid);
  let asked = 0;
  const setupRequest = (request: { headers: Headers }) => {
    asked += 1;
    return { ...request, headers: { ...request.headers, ...fromClient(asked) } };
  };
  const options = { url: target.url + path, headers, connections, duration: seconds };
  // Only where it matters, because it slows autocannon down.
  const result = await autocannon(manyClients ? { ...options, requests: [{ setupRequest }] } : options);
  const used = cpuTime(target.pid) - before;
  const { total } = result.requests;
  const right = result.statusCodeStats[status]?.count ?? 0;
  if (total === 0 || right !== total || result.errors > 0) {
    const seen = JSON.stringify(result.statusCodeStats);
    throw new Error(`${path} should answer ${status}: ${seen}, ${result.errors} errors, ${total} in all`);
  }
  return { perSecond: total / result.duration, cpu: (used * 1_000) / total };
}

const agent = new Agent({ keepAlive: true });

/** One answer and how many ms it took to its last byte, over a connection that stays open. */
export function ask(
  target: Pick<Target, "url">,
  path: string,
  headers: Headers = {},
): Promise<RawAnswer & { ms: number }> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const sent = request(target.url + path, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const ms = performance.now() - from;
        const { statusCode: status = 0, rawHeaders } = response;
        resolve({ status, rawHeaders, body: Buffer.concat(chunks), ms });
      });
    });
    sent.on("error", reject).end();
  });
}

/**
 * The ms that each path took, one after the other, each as if from another client.
 * @throws when one is not answered with 200
 */
export async function askEach(target: Target, paths: string[]): Promise<number[]> {
  const times: number[] = [];
  for (const [index, path] of paths.entries()) {
    const { status, ms } = await ask(target, path, fromClient(index));
    if (status !== 200) throw new Error(`${path} was answered with ${status}`);
    times.push(ms);
  }
  return times;
}
