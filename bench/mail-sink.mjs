// A mail server that takes everything and keeps nothing.
import { SMTPServer } from "smtp-server";

process.once("message", () => {
  const sink = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onData(stream, _session, callback) {
      stream.resume();
      stream.once("end", callback);
    },
  });
  // A client that hangs up is no fault.
  sink.on("error", () => {});
  sink.listen(0, "127.0.0.1", () => process.send(sink.server.address().port));
});
process.once("disconnect", () => process.exit());
