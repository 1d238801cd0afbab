import type { Page } from "@playwright/test";
import { getTableColumns, getTableName, is, sql, Table } from "drizzle-orm";
import { reader, transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import { signedId } from "@/tests/harness/accounts";
import * as factories from "@/tests/harness/factories";
import { hostileBlock, hostileLine, hostileTexts, shortHostileText } from "@/tests/harness/hostile-text";
import { signIn, startPasskey } from "./steps";
import { expect, heading, open } from "./test";
import type { Account, World } from "./world";
import { inDays } from "./world";

/** A page of one route. */
export type Opened = {
  path: string;
  /** Whom it is opened by; nobody in particular if that is missing. */
  who?: Account;
  /** By default 200. */
  status?: number;
  /** Does in a browser what has to come before the page. */
  enter?: (page: Page) => Promise<void>;
};

/** Rows with a hostile text in every column that people's words reach, and pages that show them, by their route. */
export async function hostileScene(world: World): Promise<Record<string, Opened[]>> {
  const name = hostileLine;
  const organiser = await world.organiser({ name });
  const [holder, former, waiting, promoted] = (await Promise.all(
    Array.from({ length: 4 }, () => world.account({ name })),
  )) as [Account, Account, Account, Account];
  const short = shortHostileText;
  const words = { name: short, description: hostileBlock, location: short, host: short };
  const typed = { createdBy: organiser.id, ...words, contact: hostileLine };
  const event = await world.event({ ...typed, capacity: 2, startsAt: inDays(0.1) });
  const cancelled = await world.event({ ...typed, cancelledAt: new Date(), cancelReason: hostileBlock });
  const linked = await world.event({
    ...typed,
    contact: `https://example.org/?"data-injected="1"onmouseover="injected()`,
  });
  const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
  const other = await world.ticket({ eventId: event.id, holderId: promoted.id });
  const takenBack = await world.ticket({
    ...{ eventId: event.id, holderId: former.id },
    ...{ voidedAt: new Date(), voidedBecause: "taken-back", voidedReason: hostileBlock },
  });
  await world.exclusion(event, former);
  await world.promote(event, promoted);
  await world.waiting(event, [waiting]);
  const door = await world.doorPass(event, hostileLine);
  const reasons = { door: hostileLine, overrideReason: hostileLine };
  await world.checkIn(ticket, organiser, reasons);
  const undone = { undoneAt: new Date(), undoneBy: organiser.id, undoReason: hostileLine };
  await world.checkIn(ticket, organiser, { ...reasons, ...undone, state: "undone" });
  await world.checkIn(other, organiser, { ...reasons, state: "held", heldBecause: "already-checked-in" });
  const draftFields = [
    ...["name", "description", "location", "host", "contact", "capacity"],
    ...["date", "time", "timeZone", "hours", "minutes"],
  ];
  const fields = Object.fromEntries(draftFields.map((field) => [field, hostileLine]));
  const draft = await world.draft({ ownerId: organiser.id, fields });
  const registration = await factories.createRegistration({ name, next: hostileLine, createdAt: new Date() });
  const at = new Date();
  const later = new Date(at.getTime() + 60_000);
  const resetId = newId();
  await transaction(async (tx) => {
    await tx.insert(schema.sessions).values(
      [organiser, holder].map(({ id: userId }) => ({
        ...{ id: newId(), userId, createdAt: at, lastSeenAt: at, userAgent: hostileLine },
      })),
    );
    await tx.insert(schema.passwordResets).values({
      ...{ id: resetId, email: holder.email, next: hostileLine, createdAt: at, expiresAt: later },
    });
    await tx.insert(schema.twoStepSignIns).values({
      ...{ userId: former.id, sealedKey: "none", turnedOnAt: at, lastStep: 0 },
    });
    await tx.insert(schema.passkeys).values({
      ...{ id: newId(), credentialId: newId(), userId: holder.id, name: hostileLine, createdAt: at },
      ...{ publicKey: Buffer.from("no key"), counter: 0, transports: "[]" },
    });
    await tx.insert(schema.messages).values({
      ...{ id: newId(), eventId: event.id, audience: "holders", sentBy: organiser.id, createdAt: at },
      ...{ subject: hostileLine, body: hostileBlock },
    });
    await tx.insert(schema.outbox).values({
      ...{ id: newId(), kind: "ticket-cancelled", recipient: hostileLine, dedupeKey: newId(), state: "dead" },
      ...{ facts: "{}", eventId: event.id, lastError: hostileLine, createdAt: at, dueAt: at },
    });
  });
  const manage = `/dashboard/events/${event.id}`;
  const byOrganiser = (...paths: string[]) => paths.map((path) => ({ path, who: organiser }));
  const byAnyone = (...paths: string[]): Opened[] => paths.map((path) => ({ path }));
  const enterPassword = async (page: Page) => {
    await open(page, "/sign-in");
    await signIn(page, former.email);
    await expect(heading(page, "Enter your code")).toBeVisible();
  };
  // At most 60 characters.
  const passkeyName = `"'><img data-injected src=x onerror=injected()>`;
  const confirmation = signedId("confirm-email", registration.id);
  return {
    "/": [{ path: "/" }, { path: "/", who: holder }],
    "/[...missing]": [{ path: "/no-such-page", status: 404 }],
    "/account": [
      { path: "/account", who: holder },
      { path: "/account", who: organiser },
    ],
    "/account/passkey": [
      { path: "/account/passkey", who: holder, enter: (page) => startPasskey(page, passkeyName) },
    ],
    "/account/two-step": [{ path: "/account/two-step", who: holder }],
    "/dashboard": [...byOrganiser("/dashboard"), { path: "/dashboard", who: promoted }],
    "/dashboard/events/[id]": [
      ...byOrganiser(manage, `${manage}?show=void`, `${manage}?take-back=${ticket.id}`),
      ...byOrganiser(`/dashboard/events/${cancelled.id}`),
    ],
    "/dashboard/events/[id]/door": byOrganiser(`${manage}/door?q=example.org`),
    "/dashboard/events/[id]/door-list": byOrganiser(`${manage}/door-list`),
    "/dashboard/events/[id]/edit": byOrganiser(`${manage}/edit`, `/dashboard/events/${draft.id}/edit`),
    "/dashboard/events/[id]/messages": byOrganiser(`${manage}/messages`),
    "/dashboard/events/[id]/statistics": byOrganiser(`${manage}/statistics`),
    "/dashboard/events/new": byOrganiser("/dashboard/events/new", `/dashboard/events/new?from=${event.id}`),
    // With a mail server it is closed; injection-in-mails.spec.ts opens that of another server.
    "/dev/mailbox": [{ path: "/dev/mailbox", status: 404 }],
    "/dev/mailbox/[id]": [{ path: "/dev/mailbox/none", status: 404 }],
    "/door/[pass]": byAnyone(door),
    "/events/[id]": [
      ...[event, cancelled, linked].map(({ id }) => ({ path: `/events/${id}` })),
      { path: `/events/${event.id}`, who: waiting },
    ],
    "/forgot-password": byAnyone("/forgot-password", "/forgot-password?sent=1"),
    "/register": byAnyone("/register", "/register?sent=1"),
    "/reset-password": byAnyone(`/reset-password?token=${signedId("reset-password", resetId)}`),
    "/sign-in": byAnyone("/sign-in", "/sign-in?confirmed=1"),
    "/sign-in/code": ["/sign-in/code", "/sign-in/code?use=recovery-code"].map((path) => ({
      ...{ path, enter: enterPassword },
    })),
    "/tickets": [holder, former, waiting].map((who) => ({ path: "/tickets", who })),
    "/tickets/[id]": [
      { path: `/tickets/${ticket.id}`, who: holder },
      { path: `/tickets/${takenBack.id}`, who: former },
    ],
    "/verify-email": [
      ...byAnyone(`/verify-email?token=${confirmation}`),
      { path: "/verify-email", status: 410 },
    ],
  };
}

/** Adds an organiser with events that together have every hostile text as name, host and location. */
export async function addHostileEvents(world: World): Promise<Account> {
  const organiser = await world.organiser();
  const [names, hosts, locations] = [hostileTexts(120), hostileTexts(80), hostileTexts(200)];
  for (const [n, name] of names.entries()) {
    const others = { host: hosts[n % hosts.length], location: locations[n % locations.length] };
    await world.event({ createdBy: organiser.id, name, ...others, startsAt: inDays(0.2) });
  }
  return organiser;
}

/** Columns whose texts Evento makes, or that no page shows. Other columns of text are taken for people's words. */
const ownTexts: Record<string, string[]> = {
  account_deletions: ["user_id", "name", "email", "last_seen"],
  users: ["id", "email", "password_hash"],
  sessions: ["id", "user_id"],
  registrations: ["id", "email", "password_hash"],
  password_resets: ["id", "email"],
  two_step_sign_ins: ["user_id", "sealed_key"],
  recovery_codes: ["user_id", "code_hash"],
  passkeys: ["id", "credential_id", "user_id", "transports"],
  used_challenges: ["challenge"],
  events: ["id", "picture_id", "search_text", "time_zone", "start_date", "created_by"],
  drafts: ["id", "owner_id", "picture_id"],
  pictures: ["id", "uploaded_by"],
  picture_files: ["picture_id"],
  event_organisers: ["event_id", "user_id", "added_by"],
  tickets: ["id", "event_id", "holder_id", "code", "search_text"],
  exclusions: ["event_id", "user_id", "excluded_by"],
  waiting_list_entries: ["id", "event_id", "user_id"],
  door_passes: ["id", "event_id", "created_by"],
  check_ins: [
    ...["id", "event_id", "ticket_id", "user_id", "door_pass_id", "nonce", "undone_by", "undone_by_pass"],
    "settled_by",
  ],
  messages: ["id", "event_id", "sent_by"],
  // A mail's facts are shown in mails and in the mailbox alone.
  outbox: ["id", "kind", "dedupe_key", "facts", "event_id"],
  mailings: ["id", "event_id", "facts", "last_ticket_id"],
  audit_log: ["id", "actor_id", "action", "subject", "details"],
  rate_limits: ["key"],
};

/** The columns of people's words that have no hostile text yet, as `table.column`. */
export async function missingHostileColumns(): Promise<string[]> {
  const missing: string[] = [];
  for (const table of Object.values(schema)) {
    if (!is(table, Table)) continue;
    for (const column of Object.values(getTableColumns(table))) {
      const tableName = getTableName(table);
      if (column.dataType !== "string" || column.enumValues?.length) continue;
      if (ownTexts[tableName]?.includes(column.name)) continue;
      const rows = await reader()
        .select({ one: sql`1` })
        .from(table as typeof schema.users)
        .where(sql`${column} like '%data-injected%'`)
        .limit(1);
      if (rows.length === 0) missing.push(`${tableName}.${column.name}`);
    }
  }
  return missing;
}
