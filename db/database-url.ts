const defaultDatabaseUrl = "file:./data/evento.db";

/** `DATABASE_URL` as set, or the default SQLite file below the working directory. */
export const databaseUrl = process.env.DATABASE_URL || defaultDatabaseUrl;

/** Whether an address is PostgreSQL's; otherwise it is `file:<path>` for SQLite. */
export const isPostgres = (url: string) => /^postgres(ql)?:\/\//.test(url);

/** Whether this process talks to PostgreSQL; the column types follow it. */
export const onPostgres = isPostgres(databaseUrl);

/** The path in `file:<path>`, also when it is written `file:///<path>`. */
export const sqlitePath = (url: string) => url.replace(/^file:(\/\/(?=\/))?/, "");
