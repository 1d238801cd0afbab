/** The database is locked for over 3 s, stopped, unreachable, or out of disk or memory. Trying again may help. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
}

/** PostgreSQL's answer to a COMMIT was lost: the changes may or may not have been made. */
export class CommitUnknown extends Error {
  override readonly name = "CommitUnknown";
}

// By name, because Next bundles modules more than once and each copy has its own class.
const isNamed = (error: unknown, name: string) => error instanceof Error && error.name === name;
const isDatabaseUnavailable = (error: unknown) => isNamed(error, "DatabaseUnavailable");

type Fault = { code?: unknown; syscall?: unknown; message?: unknown; cause?: unknown };

const connectionCodes = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"],
  ...["EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"],
  // Idle in a transaction for too long.
  "25P03",
]);
// Timeouts of locks and of statements.
const timeoutCodes = new Set(["55P03", "57014"]);
const conflictCodes = new Set(["40001", "40P01"]);
// Messages of the PostgreSQL driver that have no code.
const connectionMessage =
  /^(timeout exceeded when trying to connect|timeout expired|query read timeout|connection terminated|client has encountered a connection error|client was closed|connection ended)/i;

const causes = (error: unknown): Fault[] =>
  typeof error === "object" && error !== null ? [error, ...causes((error as Fault).cause)] : [];

const some = (error: unknown, test: (code: string, fault: Fault) => boolean) =>
  causes(error).some((fault) => test(String(fault.code ?? ""), fault));

/** SQLite: another connection holds the lock. */
export const isBusy = (error: unknown) => some(error, (code) => code.startsWith("SQLITE_BUSY"));

/**
 * The database has no disk or memory left, or cannot use its disk. The classes of PostgreSQL are 53,
 * insufficient resources, and 58, system errors.
 */
export const isOutOfStorage = (error: unknown) =>
  some(error, (code) => /^(SQLITE_(FULL|IOERR|NOMEM)|53...$|58...$)/.test(code));

/** PostgreSQL: this transaction conflicted with another and was rolled back; running it again helps. */
export const isConflict = (error: unknown) => some(error, (code) => conflictCodes.has(code));

/** PostgreSQL: another transaction held a lock for longer than the limit. */
export const isLockTimeout = (error: unknown) => some(error, (code) => code === "55P03");

/** PostgreSQL: no answer arrived, or none that says what became of the statement. */
export const isConnectionLost = (error: unknown) =>
  some(
    error,
    (code, fault) =>
      connectionCodes.has(code) ||
      // Connection exceptions; the server shuts down, crashed or starts up.
      /^(08...|57P0.)$/.test(code) ||
      (code === "ENOENT" && fault.syscall === "connect") ||
      (!code && connectionMessage.test(String(fault.message))),
  );

/** Whether the changes of a failed transaction may have been made all the same. */
export const isCommitUnknown = (error: unknown) =>
  causes(error).some((fault) => isNamed(fault, "CommitUnknown"));

/** Whether trying again later may help; also checks the causes of an error. */
export const isUnavailable = (error: unknown) =>
  isBusy(error) ||
  isConflict(error) ||
  isOutOfStorage(error) ||
  isConnectionLost(error) ||
  some(error, (code, fault) => isDatabaseUnavailable(fault) || timeoutCodes.has(code));

/** `DatabaseUnavailable` for an error of an unavailable database; other errors stay unchanged. */
export const toUnavailable = (error: unknown) =>
  !isDatabaseUnavailable(error) && isUnavailable(error)
    ? new DatabaseUnavailable("The database cannot answer now.", { cause: error })
    : error;
