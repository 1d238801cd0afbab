import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { drain } from "./shutdown";

/** A server that answers with "done", except to `/stuck`. */
async function serve() {
  const server = createServer((request, response) => {
    if (request.url !== "/stuck") response.end("done");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const open = async () => {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  };
  return { server, open };
}

const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

it("answers a connection that was accepted and sends its request afterwards", async () => {
  const { server, open } = await serve();
  const socket = await open();
  const ended = drain(server, { accept: 0, read: 200, finish: 60_000 });
  setImmediate(() => socket.write(request("/")));
  expect(String(Buffer.concat(await socket.toArray()))).toMatch(/^HTTP\/1.1 200 .*done$/s);
  await ended;
});

it("accepts for a moment, and then no more", async () => {
  const { server, open } = await serve();
  const ended = drain(server, { accept: 200, read: 200, finish: 60_000 });
  const socket = await open();
  socket.write(request("/"));
  expect(String(Buffer.concat(await socket.toArray()))).toMatch(/^HTTP\/1.1 200 /);
  await ended;
  await expect(open()).rejects.toThrow(/ECONNREFUSED/);
});

it("cuts off a request that never ends", async () => {
  const { server, open } = await serve();
  const socket = await open();
  socket.on("error", () => {});
  socket.write(request("/stuck"));
  await once(server, "request");
  await drain(server, { accept: 0, read: 0, finish: 100 });
  await once(socket, "close");
  expect(socket.bytesRead).toBe(0);
});
