const defaultDatabaseUrl = "file:./data/evento.db";

export const databaseUrl = process.env.DATABASE_URL || defaultDatabaseUrl;

/** Whether a URL is PostgreSQL's; all others are `file:<path>` for SQLite. */
export const isPostgres = (url: string) => /^postgres(ql)?:\/\//.test(url);

/** Whether this process uses PostgreSQL; it decides the column types. */
export const onPostgres = isPostgres(databaseUrl);

/** The path in `file:<path>` or `file:///<path>`. */
export const sqlitePath = (url: string) => url.replace(/^file:(\/\/(?=\/))?/, "");
