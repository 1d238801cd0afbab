import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type TcpGate = {
  port: number;
  /** Refuses new connections and breaks open ones, like a stopped server. */
  shut: () => Promise<void>;
  /** Accepts connections again, on the same port. */
  open: () => Promise<void>;
};

/** A proxy in front of a local server, which makes the server unavailable and available again. */
export async function openGate(target: number): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Broken connections are expected.
    socket.on("error", () => {});
    return socket;
  };
  const server = createServer((client) => {
    const beyond = keep(connect(target, "127.0.0.1"));
    keep(client).pipe(beyond).pipe(client);
    client.once("close", () => beyond.destroy());
    beyond.once("close", () => client.destroy());
  });
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return {
    port,
    shut: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    open: async () => {
      await listen(port);
    },
  };
}
