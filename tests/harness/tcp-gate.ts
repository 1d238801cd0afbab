import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type TcpGate = {
  port: number;
  /** Refuses new connections and breaks open ones, like a stopped server. */
  shut: () => Promise<void>;
  /** Accepts connections again, on the same port. */
  open: () => Promise<void>;
  /** Keeps connections and accepts new ones, but forwards nothing until it is shut, like a server that hangs. */
  freeze: () => void;
  /**
   * Breaks the connection instead of forwarding the answer to the next message that contains `text`. Of several
   * calls, the first counts first.
   */
  dropAnswerTo: (text: string) => void;
};

/** A proxy in front of a local server, which makes the server unavailable and available again. */
export async function openGate(target: number): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const dropped: string[] = [];
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Broken connections are expected.
    socket.on("error", () => {});
    return socket;
  };
  const server = createServer((client) => {
    const beyond = keep(connect(target, "127.0.0.1"));
    let drops = false;
    keep(client).on("data", (sent) => {
      if (dropped[0] !== undefined && sent.includes(dropped[0])) {
        dropped.shift();
        drops = true;
      }
      if (!frozen) beyond.write(sent);
    });
    beyond.on("data", (answer) => {
      if (drops) client.destroy();
      else if (!frozen) client.write(answer);
    });
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
      frozen = false;
    },
    open: async () => {
      await listen(port);
    },
    freeze: () => {
      frozen = true;
    },
    dropAnswerTo: (text) => {
      dropped.push(text);
    },
  };
}
