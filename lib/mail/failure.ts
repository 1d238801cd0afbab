/** What a failed sending means for the mail and for the whole queue. */
export type SmtpErrorClass = {
  /** Dead at once: the server refused this message or its recipient for good. */
  dead: boolean;
  /**
   * Whose fault it is. Of `server` the other mails would fail too: the queue pauses. `unclear` is a conversation
   * that broke off: a server can be in trouble, or stall at one recipient, so it has to be asked again.
   */
  fault: "message" | "server" | "unclear";
  /** Whether the attempt counts against the mail. */
  counts: boolean;
  /** One short line without secrets. */
  reason: string;
};

const stagesOfMessage = ["RCPT TO", "DATA"];
const brokenConnection = ["ECONNECTION", "ESOCKET", "ETIMEDOUT", "EABORT"];

/** Classifies an error of nodemailer, whose `command` names the stage of the conversation that failed. */
export function classifySmtpError(error: unknown): SmtpErrorClass {
  const {
    command = "",
    code = "",
    responseCode = 0,
  } = Object(error) as {
    command?: string;
    code?: string;
    responseCode?: number;
  };
  const permanent = responseCode >= 500;
  // An address that the client itself cannot put into an envelope: no server was asked.
  const unusable = code === "EENVELOPE" && command === "API";
  const ofMessage = unusable || stagesOfMessage.includes(command);
  const brokeOff = ["", "CONN"].includes(command) && brokenConnection.includes(code);
  return {
    dead: unusable || (permanent && ofMessage),
    fault: ofMessage ? "message" : brokeOff ? "unclear" : "server",
    counts: ofMessage || !permanent,
    reason: describeFailure(error),
  };
}

/** One line of at most 200 characters; links and tokens a server quotes back are taken out. */
export function describeFailure(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .replace(/\b(https?|smtps?):\/\/\S+/gi, "…")
    .replace(/token=\S+/g, "…")
    .trim()
    .slice(0, 200);
}

const minute = 60_000;

/**
 * How long a mail waits for its next attempt, in ms, after so many: 1, 2, 4 … minutes, at most 4 h, and up to a fifth
 * more. After trouble of the server half a minute, so that others go first; and a minute up to the fifth time if it may
 * have been the server, which can be well again soon.
 */
export function retryPause(fault: SmtpErrorClass["fault"], attempts: number, random = Math.random()): number {
  if (fault === "server") return minute / 2;
  const growing = fault === "unclear" ? attempts - 4 : attempts;
  return Math.min(minute * 2 ** Math.max(growing - 1, 0), 240 * minute) * (1 + random / 5);
}

const longestTrying = 4 * 24 * 60 * minute;

/**
 * Whether a mail has been tried for long enough: four days, and a few times of its own, so that a
 * queue that was held up for days does not lose everything to one busy answer.
 */
export const isGivenUp = (mail: { createdAt: Date; attempts: number }, now: Date): boolean =>
  now.getTime() - mail.createdAt.getTime() >= longestTrying && mail.attempts >= 5;

/**
 * How long the whole queue rests, in ms, after so many troubles in a row: 5, 10, 20 and then 30 s, so that all mail
 * is out soon after the server is well again, however long that took.
 */
export const queuePause = (troubles: number, random = Math.random()): number =>
  Math.min(5_000 * 2 ** Math.max(troubles - 1, 0), minute / 2) * (1 + random / 5);
