// A mail server that takes everything and keeps nothing; answers every further message with how many mails it took.
import { SMTPServer } from "smtp-server";

let taken = 0;

process.once("message", () => {
  const sink = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onData(stream, _session, callback) {
      stream.resume();
      stream.once("end", () => {
        taken += 1;
        callback();
      });
    },
  });
  // A client that hangs up is no fault.
  sink.on("error", () => {});
  sink.listen(0, "127.0.0.1", () => process.send(sink.server.address().port));
  process.on("message", () => process.send(taken));
});
process.once("disconnect", () => process.exit());
