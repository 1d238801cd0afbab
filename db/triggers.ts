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

/** Changes that even faulty code must not make: to the promises to attendees and to the audit log. */
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
    when: changes("id", "code", "holder_id", "event_id"),
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
    name: "audit_log_never_changes",
    table: "audit_log",
    on: "update",
    when: "true",
    message: "the audit log never changes",
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

export const createTriggers = (url: string) =>
  isPostgres(url) ? [refuseChange, ...guards.map(onPostgres)] : guards.map(onSqlite);

export const missingTriggers = (existing: string[]) =>
  guards.map((guard) => guard.name).filter((name) => !existing.includes(name));
