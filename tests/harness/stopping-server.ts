import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";

/** What became of one request; times are in ms of `performance.now()`. */
export type Outcome = {
  path: string;
  sentAt: number;
  /** `cut`: a part of an answer. `none`: the connection was refused, or ended without a byte. */
  answer: "whole" | "cut" | "none";
  status?: number;
  location?: string;
};

type Sent = { method: string; headers: Record<string, string>; body?: Buffer };

/** Sends a request on a connection of its own, as proxies do. */
export function sendAlone(
  url: URL,
  { method, headers, body }: Sent = { method: "GET", headers: {} },
): Promise<Outcome> {
  const sentAt = performance.now();
  const path = url.pathname;
  return new Promise<Outcome>((resolve) => {
    let response: IncomingMessage | undefined;
    const length = body && { "Content-Length": String(body.length) };
    const sent = request(
      url,
      { agent: new Agent(), method, headers: { ...headers, ...length } },
      (received) => {
        response = received;
        received.resume();
        received.on("close", () =>
          resolve({
            ...{ path, sentAt, answer: received.complete ? "whole" : "cut" },
            ...{ status: received.statusCode, location: received.headers.location },
          }),
        );
      },
    );
    sent.on("error", () => {
      if (!response) resolve({ path, sentAt, answer: "none" });
    });
    sent.end(body);
  });
}

/**
 * Opens connections that keep a server from ending: `each` bodies that never arrive, answers that nobody reads, and
 * silence. Returns once the server has them, with a function that closes them.
 */
export async function openStuckClients(port: number, each: number): Promise<() => void> {
  const half =
    `POST /sign-in HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: http://localhost:${port}\r\n` +
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n" +
    "Expect: 100-continue\r\n\r\nemail=ada";
  const unread = `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nAccept-Encoding: identity\r\n\r\n`.repeat(300);
  const sockets = await Promise.all(
    [half, unread, ""].flatMap((bytes) =>
      Array.from({ length: each }, async () => {
        const socket = connect(port, "127.0.0.1");
        socket.on("error", () => {});
        await once(socket, "connect");
        if (!bytes) return socket;
        socket.write(bytes);
        // "100 Continue" and the beginning of an answer show that the server is at work; nobody reads more.
        await once(socket, "readable");
        return socket;
      }),
    ),
  );
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
