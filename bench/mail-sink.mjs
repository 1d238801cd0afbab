// A mail server that takes everything and keeps nothing. It starts at the first message, `{ delay }`: how many ms
// it takes to accept a mail. It answers every further message with how many mails it took, or, given
// `{ recipient }`, with whether it took one for this address. It never answers to a recipient named `stall…`.
import { SMTPServer } from "smtp-server";

const takenFor = new Set();
let taken = 0;

process.once("message", ({ delay }) => {
  const sink = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, callback) {
      if (!address.startsWith("stall")) callback();
    },
    onData(stream, { envelope }, callback) {
      stream.resume();
      stream.once("end", () =>
        setTimeout(() => {
          taken += 1;
          for (const { address } of envelope.rcptTo) takenFor.add(address);
          callback();
        }, delay),
      );
    },
  });
  // A client that hangs up is no fault.
  sink.on("error", () => {});
  sink.listen(0, "127.0.0.1", () => process.send(sink.server.address().port));
  process.on("message", ({ recipient }) => process.send(recipient ? takenFor.has(recipient) : taken));
});
process.once("disconnect", () => process.exit());
