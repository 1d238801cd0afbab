/** The database cannot be used; the message is one sentence for the administrator. */
export class StartupError extends Error {}

/** The migrations already applied; a database with tables but without this one is another program's. */
export const migrationsTable = "evento_migrations";

/** @throws StartupError for tables of another program alone; without any tables, the database is new */
export function assertEventos(tables: string[], place: string): void {
  if (tables.length === 0 || tables.includes(migrationsTable)) return;
  throw new StartupError(
    `The database ${place} belongs to another program (its tables are ${tables.slice(0, 3).join(", ")}): correct DATABASE_URL.`,
  );
}
