import { isPostgres } from "./database-url";

type Guard = {
  name: string;
  table: string;
  on: "update" | "delete";
  /** The condition for refusing a change: SQL over `old` and `new`, for both engines or for each. */
  when: string | { sqlite: string; postgres: string };
  message: string;
};

const changes = (...columns: string[]) =>
  columns.map((column) => `new.${column} is distinct from old.${column}`).join(" or ");

/** Whether columns change to anything but what stands for erased personal data. */
const changesUnlessErased = (erased: Record<string, string>) =>
  Object.entries(erased)
    .map(([column, value]) => `(${changes(column)}) and new.${column} is distinct from ${value}`)
    .map((change) => `(${change})`)
    .join(" or ");

/**
 * Changes that even faulty code must not make: to the promises to attendees and to the audit log. A new or another
 * guard comes with a migration, if only an empty one: without any, a missing trigger stops the start, and one that is
 * there stays as it is.
 */
const guards: Guard[] = [
  {
    name: "events_schedule_is_final",
    table: "events",
    on: "update",
    when: changes("starts_at", "ends_at", "time_zone", "duration_minutes", "start_date"),
    message: "the date, time, time zone and duration of an event never change",
  },
  {
    name: "events_stay_cancelled",
    table: "events",
    on: "update",
    when: `old.cancelled_at is not null and (${changes("cancelled_at")})`,
    message: "a cancelled event stays cancelled",
  },
  {
    name: "tickets_are_final",
    table: "tickets",
    on: "update",
    when: `${changes("id", "code", "event_id")} or ${changesUnlessErased({ holder_id: "null" })}`,
    message: "the code, holder and event of a ticket never change",
  },
  {
    name: "tickets_stay_void",
    table: "tickets",
    on: "update",
    when: `old.voided_at is not null and (${changes("voided_at")})`,
    message: "a void ticket stays void",
  },
  {
    name: "waiting_list_keeps_its_order",
    table: "waiting_list_entries",
    on: "update",
    when: `${changes("id", "event_id", "place")} or ${changesUnlessErased({ user_id: "null" })}`,
    message: "the places of a waiting list never change",
  },
  {
    name: "check_ins_are_final",
    table: "check_ins",
    on: "update",
    when: changes("id", "event_id", "ticket_id", "at", "door", "nonce"),
    message: "the ticket, time and door of a check-in never change",
  },
  {
    name: "check_ins_are_kept",
    table: "check_ins",
    on: "delete",
    when: "true",
    message: "a check-in is undone, not deleted",
  },
  {
    name: "audit_log_never_changes",
    table: "audit_log",
    on: "update",
    when: `${changes("id", "at", "action")} or ${changesUnlessErased({
      actor_id: "null",
      subject: "''",
      details: "'{}'",
    })}`,
    message: "the audit log never changes; what it tells of somebody may be erased",
  },
  {
    name: "audit_log_is_kept",
    table: "audit_log",
    on: "delete",
    // For a year, by the database's own clock.
    when: {
      sqlite: "old.at > (unixepoch() - 365 * 86400) * 1000",
      postgres: "old.at > now() - interval '365 days'",
    },
    message: "the audit log is kept for a year",
  },
];

const conditionOf = (when: Guard["when"], engine: "sqlite" | "postgres") =>
  typeof when === "string" ? when : when[engine];

const onSqlite = ({ name, table, on, when, message }: Guard) =>
  `create trigger ${name} before ${on} on ${table} for each row when ${conditionOf(when, "sqlite")}
   begin select raise(abort, '${name}: ${message}'); end`;

const onPostgres = ({ name, table, on, when, message }: Guard) =>
  `create trigger ${name} before ${on} on ${table} for each row when (${conditionOf(when, "postgres")})
   execute function refuse_change('${name}: ${message}')`;

const refuseChange = `create or replace function refuse_change() returns trigger language plpgsql as $$
  begin raise exception using message = tg_argv[0], errcode = 'integrity_constraint_violation'; end $$`;

/** Statements that drop every existing trigger, because a table with triggers cannot be rebuilt. */
export const dropTriggers = (url: string, existing: string[]) =>
  guards
    .filter((guard) => existing.includes(guard.name))
    .map(({ name, table }) => `drop trigger ${name}${isPostgres(url) ? ` on ${table}` : ""}`);

/** @param tables those that exist: a database with only the first migrations lacks some */
export function createTriggers(url: string, tables: string[]): string[] {
  const due = guards.filter(({ table }) => tables.includes(table));
  return isPostgres(url) ? [refuseChange, ...due.map(onPostgres)] : due.map(onSqlite);
}

export const missingTriggers = (existing: string[], tables?: string[]) =>
  guards
    .filter(({ name, table }) => !existing.includes(name) && (tables?.includes(table) ?? true))
    .map(({ name }) => name);
