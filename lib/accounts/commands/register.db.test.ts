import { and, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, oneTimeTokens, outbox, users } from "@/db/schema";
import { linkToken } from "@/lib/auth/link-token";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createUser, testNow } from "@/tests/harness/factories";
import { findLink } from "../queries";
import { confirmEmail } from "./confirm-email";
import { type Registration, register } from "./register";
import { resendConfirmation } from "./resend-confirmation";

const email = "ada@example.org";
const later = (ms: number) => new Date(testNow.getTime() + ms);
const hour = 3_600_000;

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
const confirm = (tokenId: string, at = testNow) => decide((tx) => confirmEmail(tx, { tokenId, at }));

const account = async () => {
  const [user] = await reader().select().from(users).where(eq(users.email, email));
  return user;
};
const openLinks = () =>
  reader()
    .select()
    .from(oneTimeTokens)
    .where(and(isNull(oneTimeTokens.usedAt), isNull(oneTimeTokens.replacedAt)));
const openLink = async () => {
  const [link, ...more] = await openLinks();
  if (!link || more.length > 0)
    throw new Error(`expected one open link, found ${more.length + (link ? 1 : 0)}`);
  return link;
};
const mails = async () =>
  (await reader().select().from(outbox)).map((mail) => ({ ...mail, facts: JSON.parse(mail.facts) }));

describe("register", () => {
  withDatabase();

  it("creates a pending account and mails the link of exactly that registration", async () => {
    expect(await registerAs({ next: "/events/a" })).toEqual({ ok: true, value: undefined });
    expect(await account()).toMatchObject({ name: "Ada", role: "attendee", emailVerifiedAt: null });
    expect(await openLink()).toMatchObject({
      purpose: "confirm-email",
      next: "/events/a",
      expiresAt: later(24 * hour),
    });
    const link = await openLink();
    expect(await mails()).toMatchObject([
      {
        kind: "confirm-address",
        recipient: email,
        dedupeKey: link.id,
        facts: { name: "Ada", role: "attendee", tokenId: link.id },
      },
    ]);
    const [entry] = await reader().select().from(auditLog);
    expect(entry).toMatchObject({ action: "account.register", subject: email });
    expect(entry?.details).not.toContain("hash");
  });

  it("replaces name, password, role and link of a pending registration as one", async () => {
    await registerAs({ name: "Mallory", passwordHash: "hash of mallory", role: "organiser" });
    const first = await openLink();
    await registerAs({ at: later(1000) });
    expect(await account()).toMatchObject({ name: "Ada", passwordHash: "hash of ada", role: "attendee" });
    expect((await openLink()).id).not.toBe(first.id);
    expect(await confirm(first.id, later(2000))).toMatchObject({ ok: false, reason: "link-void" });
    expect(await account()).toMatchObject({ emailVerifiedAt: null });
    expect(await confirm((await openLink()).id, later(2000))).toMatchObject({ ok: true });
    expect(await account()).toMatchObject({ role: "attendee", emailVerifiedAt: later(2000) });
  });

  it("leaves a verified account unchanged, mails its owner and returns the same", async () => {
    const known = await createUser({ email, name: "Ada the First" });
    const answer = await registerAs({ name: "Mallory", role: "organiser" });
    expect(answer).toEqual(await registerAs({ email: "unknown@example.org" }));
    expect(await account()).toEqual(known);
    const [mail] = await mails();
    expect(mail).toMatchObject({ kind: "address-already-registered", recipient: email });
    expect(mail?.facts).toEqual({ name: "Ada the First" });
    expect(await openLinks()).toHaveLength(1);
  });

  it("creates one account for twenty simultaneous registrations, with the same outcome for each", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) => registerAs({ name: `Ada ${i}`, passwordHash: `hash ${i}` })),
    );
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome)))).toEqual(new Set(['{"ok":true}']));
    expect(await reader().select().from(users)).toHaveLength(1);
    await openLink();
  });

  it("mails a recipient five links an hour, then silently none", async () => {
    for (let i = 0; i < 8; i++) expect(await registerAs()).toMatchObject({ ok: true });
    for (let i = 0; i < 8; i++) expect(await resend()).toMatchObject({ ok: true });
    expect(await mails()).toHaveLength(5);
    await resend({ at: later(hour) });
    expect(await mails()).toHaveLength(6);
  });
});

describe("resendConfirmation", () => {
  withDatabase();

  it("mails a new link of the same registration and voids the older one", async () => {
    await registerAs({ role: "organiser", next: "/dashboard/events/new" });
    const first = await openLink();
    await resend({ at: later(1000) });
    const second = await openLink();
    expect(second).toMatchObject({ next: "/dashboard/events/new", expiresAt: later(24 * hour + 1000) });
    expect((await mails()).map((mail) => mail.facts.role)).toEqual(["organiser", "organiser"]);
    expect(await confirm(first.id, later(2000))).toMatchObject({ reason: "link-void" });
    expect(await confirm(second.id, later(2000))).toEqual({
      ok: true,
      value: { next: "/dashboard/events/new" },
    });
  });

  it("returns the same for a verified and an unknown address, and mails neither", async () => {
    await createUser({ email });
    await registerAs({ email: "pending@example.org" });
    const answers = [
      await resend(),
      await resend({ email: "unknown@example.org" }),
      await resend({ email: "pending@example.org" }),
    ];
    expect(answers).toEqual(Array(3).fill({ ok: true, value: undefined }));
    expect((await mails()).map((mail) => mail.recipient)).toEqual(Array(2).fill("pending@example.org"));
  });
});

describe("confirmEmail", () => {
  withDatabase();

  it("refuses a link that has expired, has another purpose or does not exist", async () => {
    await registerAs();
    const { id, userId } = await openLink();
    expect(await confirm(id, later(24 * hour))).toMatchObject({ reason: "link-void" });
    const reset = { id: "reset", purpose: "reset-password" as const, userId, createdAt: testNow };
    await transaction(async (tx) => tx.insert(oneTimeTokens).values({ ...reset, expiresAt: later(hour) }));
    expect(await confirm("reset")).toMatchObject({ reason: "link-void" });
    expect(await confirm("nothing")).toMatchObject({ reason: "link-void" });
    expect(await account()).toMatchObject({ emailVerifiedAt: null });
    expect(await confirm(id, later(24 * hour - 1))).toMatchObject({ ok: true });
  });

  it("accepts exactly one of twenty parallel confirmations", async () => {
    await registerAs();
    const { id } = await openLink();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => confirm(id)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.reason === "already-confirmed")).toHaveLength(
      19,
    );
  });

  it("would accept more if it read first and wrote later", async () => {
    await registerAs();
    const token = linkToken("confirm-email", (await openLink()).id);
    const looked = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { state } = await findLink("confirm-email", token, testNow);
        if (state === "open")
          await transaction(async (tx) => tx.update(users).set({ emailVerifiedAt: testNow }));
        return state;
      }),
    );
    expect(looked.filter((state) => state === "open").length).toBeGreaterThan(1);
  });

  it("never confirms a registration that replaced the one of the link", async () => {
    await registerAs({ name: "Ada" });
    const { id } = await openLink();
    const [confirmed] = await Promise.all([
      confirm(id),
      ...Array.from({ length: 4 }, () => registerAs({ name: "Mallory", role: "organiser" })),
    ]);
    const user = await account();
    expect(user?.emailVerifiedAt !== null).toBe(confirmed.ok);
    if (confirmed.ok) expect(user).toMatchObject({ name: "Ada", role: "attendee" });
  });
});

describe("findLink", () => {
  withDatabase();

  it("returns the account of a link and changes nothing", async () => {
    await registerAs({ next: "/tickets" });
    const { id } = await openLink();
    const token = linkToken("confirm-email", id);
    const open = {
      state: "open",
      emailVerified: false,
      name: "Ada",
      email,
      role: "attendee",
      next: "/tickets",
    };
    expect(await findLink("confirm-email", token, testNow)).toEqual(open);
    expect(await findLink("confirm-email", token, testNow)).toEqual(open);
    expect(await findLink("confirm-email", token, later(24 * hour))).toMatchObject({ state: "expired" });
    await confirm(id);
    expect(await findLink("confirm-email", token, testNow)).toMatchObject({
      state: "used",
      emailVerified: true,
    });
  });

  it.each(["", "x", "a.b", "a.b.c", "\u0000.\u0000"])("does not know the link %j", async (token) => {
    expect(await findLink("confirm-email", token, testNow)).toEqual({ state: "unknown" });
  });

  it("does not know a link with another purpose", async () => {
    await registerAs();
    const token = linkToken("reset-password", (await openLink()).id);
    expect(await findLink("reset-password", token, testNow)).toEqual({ state: "unknown" });
    expect(await findLink("confirm-email", token, testNow)).toEqual({ state: "unknown" });
  });
});
