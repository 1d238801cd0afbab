import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, outbox, registrations, users } from "@/db/schema";
import { linkToken } from "@/lib/auth/link-token";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createRegistration, createUser, type RegistrationRow, testNow } from "@/tests/harness/factories";
import { findRegistration } from "../queries";
import { confirmRegistration } from "./confirm-registration";
import { type Registration, register } from "./register";
import { resendConfirmation } from "./resend-confirmation";

const email = "ada@example.org";
const later = (ms: number) => new Date(testNow.getTime() + ms);
const hour = 3_600_000;
const day = 24 * hour;

const registerAs = (given: Partial<Registration> = {}) =>
  decide((tx) =>
    register(tx, {
      name: "Ada",
      email,
      passwordHash: "hash of ada",
      role: "attendee",
      next: null,
      at: testNow,
      ...given,
    }),
  );
const resend = (given: { email?: string; next?: string; at?: Date } = {}) =>
  decide((tx) => resendConfirmation(tx, { email, next: null, at: testNow, ...given }));
const confirm = ({ id }: { id: string }, at = testNow) =>
  decide((tx) => confirmRegistration(tx, { registrationId: id, at }));

const accounts = () => reader().select().from(users).where(eq(users.email, email));
const pending = () => reader().select().from(registrations).orderBy(asc(registrations.createdAt));
const mails = async () =>
  (await reader().select().from(outbox)).map((mail) => ({ ...mail, facts: JSON.parse(mail.facts) }));

describe("register", () => {
  withDatabase();

  it("adds a registration, queues its mail, and creates no account", async () => {
    const facts = { role: "organiser", next: "/events/a" } as const;
    expect(await registerAs(facts)).toEqual({ ok: true, value: undefined });
    const [row] = await pending();
    expect(row).toMatchObject({ name: "Ada", email, passwordHash: "hash of ada", ...facts });
    expect(row).toMatchObject({ createdAt: testNow, expiresAt: later(day), usedAt: null, replacedAt: null });
    expect(await accounts()).toEqual([]);
    const mail = { kind: "registration", recipient: email, facts: { registrationId: row?.id } };
    expect(await mails()).toMatchObject([mail]);
    const [entry] = await reader().select().from(auditLog);
    expect(entry).toMatchObject({ action: "account.register", subject: email });
    expect(entry?.details).toBe('{"role":"organiser"}');
  });

  it("leaves an account and earlier registrations of the address unchanged", async () => {
    const known = await createUser({ email });
    const earlier = await createRegistration({ email });
    await registerAs({ name: "Mallory", role: "organiser", at: later(1000) });
    expect(await accounts()).toEqual([known]);
    expect(await pending()).toEqual([earlier, expect.objectContaining({ name: "Mallory" })]);
  });

  it("changes nothing when no mail may be sent to the address", async () => {
    for (let i = 0; i < 5; i++) await registerAs();
    const before = [await pending(), await mails(), await reader().select().from(auditLog)];
    for (let i = 0; i < 3; i++) expect(await registerAs()).toEqual({ ok: true, value: undefined });
    for (let i = 0; i < 3; i++) expect(await resend()).toEqual({ ok: true, value: undefined });
    expect([await pending(), await mails(), await reader().select().from(auditLog)]).toEqual(before);
    await registerAs({ at: later(hour) });
    await resend({ at: later(hour) });
    expect(await mails()).toHaveLength(7);
  });

  it("deletes registrations of any address that were not confirmed for a week", async () => {
    const old = await createRegistration();
    const young = await createRegistration({ createdAt: later(1) });
    await registerAs({ at: later(7 * day) });
    const ids = (await pending()).map(({ id }) => id);
    expect(ids).not.toContain(old.id);
    expect(ids).toContain(young.id);
    expect(ids).toHaveLength(2);
  });
});

describe("confirmRegistration", () => {
  withDatabase();

  it("creates the account of exactly that registration", async () => {
    const first = await createRegistration({ email, name: "Ada", role: "organiser" });
    await createRegistration({ email, name: "Mallory", createdAt: later(1) });
    const { passwordHash } = first;
    expect(await confirm(first, later(1000))).toMatchObject({ value: { role: "organiser", passwordHash } });
    const account = { name: "Ada", passwordHash, role: "organiser", emailVerifiedAt: later(1000) };
    expect(await accounts()).toEqual([expect.objectContaining(account)]);
    const [entry] = await reader().select().from(auditLog);
    expect(entry).toMatchObject({ action: "account.confirm", details: '{"role":"organiser"}' });
  });

  it("ends the other registrations of the address, and no others", async () => {
    const [first, second] = [await createRegistration({ email }), await createRegistration({ email })];
    const other = await createRegistration();
    await confirm(second);
    const states = new Map((await pending()).map(({ id, usedAt, replacedAt }) => [id, [usedAt, replacedAt]]));
    expect(states.get(first.id)).toEqual([null, testNow]);
    expect(states.get(second.id)).toEqual([testNow, null]);
    expect(states.get(other.id)).toEqual([null, null]);
    expect(await confirm(first)).toEqual({ ok: false, reason: "already-confirmed" });
    expect(await confirm(other)).toMatchObject({ ok: true });
  });

  it("refuses a link that has expired or does not exist, and creates nothing", async () => {
    const registration = await createRegistration({ email });
    expect(await confirm(registration, later(day))).toEqual({ ok: false, reason: "link-void" });
    expect(await confirm({ id: "nothing" })).toEqual({ ok: false, reason: "link-void" });
    expect(await accounts()).toEqual([]);
    expect(await confirm(registration, later(day - 1))).toMatchObject({ ok: true });
  });

  it("accepts exactly one of twenty parallel confirmations of four registrations", async () => {
    const rows: RegistrationRow[] = [];
    for (let i = 0; i < 4; i++) rows.push(await createRegistration({ email, name: `Ada ${i}` }));
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) => confirm(rows[i % 4] as RegistrationRow)),
    );
    const through = outcomes.flatMap((outcome, i) => (outcome.ok ? [i % 4] : []));
    expect(through).toHaveLength(1);
    expect(await accounts()).toEqual([expect.objectContaining({ name: `Ada ${through[0]}` })]);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.reason === "already-confirmed")).toHaveLength(
      19,
    );
  });

  it("would accept more if it read first and wrote later", async () => {
    const { id } = await createRegistration({ email });
    const token = linkToken("confirm-email", id);
    const looked = await Promise.all(Array.from({ length: 20 }, () => findRegistration(token, testNow)));
    const confirmed = looked.filter(({ state }) => state === "open");
    for (const _ of confirmed)
      await transaction(async (tx) => tx.update(registrations).set({ usedAt: testNow }));
    expect(confirmed.length).toBeGreaterThan(1);
  });
});

describe("findRegistration", () => {
  withDatabase();

  it("returns the registration of a link without its name and hash, and changes nothing", async () => {
    const { id } = await createRegistration({ email, next: "/tickets" });
    const token = linkToken("confirm-email", id);
    const open = { state: "open", id, email, role: "attendee", next: "/tickets" };
    expect(await findRegistration(token, testNow)).toEqual(open);
    expect(await findRegistration(token, testNow)).toEqual(open);
    expect(await findRegistration(token, later(day))).toMatchObject({ state: "expired" });
    await confirm({ id });
    expect(await findRegistration(token, testNow)).toMatchObject({ state: "used" });
  });

  it.each(["", "x", "a.b", "a.b.c", "\u0000.\u0000"])("does not know the link %j", async (token) => {
    expect(await findRegistration(token, testNow)).toEqual({ state: "unknown" });
  });

  it("does not know a link with another purpose", async () => {
    const { id } = await createRegistration();
    expect(await findRegistration(linkToken("reset-password", id), testNow)).toEqual({ state: "unknown" });
  });
});
