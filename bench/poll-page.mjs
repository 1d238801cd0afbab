// Asks for one page again and again, one request after the other; answers every message with how long each took since
// the last, in ms.
let took = [];

async function poll(url) {
  for (;;) {
    const from = performance.now();
    // A connection that the server closed meanwhile is no answer.
    const answered = await fetch(url)
      .then((answer) => answer.arrayBuffer())
      .catch(() => null);
    if (answered) took.push(performance.now() - from);
  }
}

process.on("message", ({ url }) => {
  if (url) poll(url);
  process.send(took);
  took = [];
});
process.once("disconnect", () => process.exit());
