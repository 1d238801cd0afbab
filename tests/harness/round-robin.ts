import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type RoundRobin = {
  port: number;
  /** How many connections each server got, in the order of their ports. */
  connections: () => number[];
  stop: () => Promise<void>;
};

/**
 * A proxy on 127.0.0.1 that gives each new connection to the next of several local servers.
 * @param ports asked for at each connection, so that it can be started before the servers
 */
export async function startRoundRobin(ports: () => number[]): Promise<RoundRobin> {
  const counts: number[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Broken connections are expected.
    socket.on("error", () => {});
    return socket;
  };
  let next = 0;
  const server = createServer((client) => {
    const turn = next++ % ports().length;
    counts[turn] = (counts[turn] ?? 0) + 1;
    const beyond = keep(connect(ports()[turn] ?? 0, "127.0.0.1"));
    keep(client).pipe(beyond).pipe(client);
    client.once("close", () => beyond.destroy());
    beyond.once("close", () => client.destroy());
  });
  // A rush opens all its connections at once.
  server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 });
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => [...counts],
    stop: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
