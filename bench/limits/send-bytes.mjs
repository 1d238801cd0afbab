// Node's own HTTP server and nothing else: sends one answer, which it is told first, to everybody.
import { createServer } from "node:http";

process.once("message", ({ status, rawHeaders, body }) => {
  const server = createServer((_, response) => {
    response.writeHead(status, rawHeaders);
    response.end(body);
  });
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
});
process.once("disconnect", () => process.exit());
