// A server without limits: what the checks of the limits are tried on.
import { createServer } from "node:http";

const kept = [];
const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    kept.push(Buffer.concat(chunks));
    // As long as a page that is rendered takes, for each hundred characters of the address.
    const until = performance.now() + request.url.length / 10;
    while (performance.now() < until);
    response.end("ok");
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
