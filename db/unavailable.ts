/** The database cannot answer now: locked for over 3 s, stopped or unreachable. Trying again may help. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
}

// Told by its name: Next bundles modules more than once, so the class that threw is not always this one.
const isDatabaseUnavailable = (error: unknown) =>
  error instanceof Error && error.name === "DatabaseUnavailable";

type Fault = { code?: unknown; syscall?: unknown; message?: unknown; cause?: unknown };

const lost = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"],
  ...["EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"],
  // Too many connections, shut down, crashed, starting up, idle in a transaction for too long.
  ...["53300", "57P01", "57P02", "57P03", "25P03"],
]);
// Lock timeout, statement timeout.
const late = new Set(["55P03", "57014"]);
const conflicts = new Set(["40001", "40P01"]);
// What the PostgreSQL driver says without a code.
const lostMessage =
  /^(timeout exceeded when trying to connect|timeout expired|query read timeout|connection terminated|client has encountered a connection error|client was closed|connection ended)/i;

const causes = (error: unknown): Fault[] =>
  typeof error === "object" && error !== null ? [error, ...causes((error as Fault).cause)] : [];

const some = (error: unknown, test: (code: string, fault: Fault) => boolean) =>
  causes(error).some((fault) => test(String(fault.code ?? ""), fault));

/** SQLite: another connection holds the lock. */
export const isBusy = (error: unknown) => some(error, (code) => code.startsWith("SQLITE_BUSY"));

/** PostgreSQL: two transactions got in each other's way and this one was undone; running it again helps. */
export const isConflict = (error: unknown) => some(error, (code) => conflicts.has(code));

/** Whether trying again later may help; sees through what drizzle wraps around an engine's error. */
export const isUnavailable = (error: unknown) =>
  isBusy(error) ||
  isConflict(error) ||
  some(
    error,
    (code, fault) =>
      isDatabaseUnavailable(fault) ||
      lost.has(code) ||
      late.has(code) ||
      /^08/.test(code) ||
      (code === "ENOENT" && fault.syscall === "connect") ||
      (!code && lostMessage.test(String(fault.message))),
  );

/** The error as people of the upper rooms know it: `DatabaseUnavailable`, or unchanged. */
export const toUnavailable = (error: unknown) =>
  !isDatabaseUnavailable(error) && isUnavailable(error)
    ? new DatabaseUnavailable("The database cannot answer now.", { cause: error })
    : error;
