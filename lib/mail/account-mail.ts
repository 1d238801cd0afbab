import { and, desc, eq, gt, lt } from "drizzle-orm";
import { reader, transaction } from "@/db/client";
import { passwordResets, registrations, users } from "@/db/schema";
import { type LinkState, linkState } from "@/lib/auth/link-state";
import { linkLifetime } from "@/lib/auth/link-token";
import { registrationLifetime } from "@/lib/auth/registration-password";
import { isUnused, type LinkTable } from "@/lib/auth/unused-link";
import { findWords } from "./message-words";
import { type MailMessage, type MailRequest, readQueued } from "./messages";
import type { OutboxRow } from "./outbox";

/** The mail that a row of the outbox is, or that its request leads to now; null for no mail. */
export async function findMessage(row: OutboxRow, now: Date): Promise<MailMessage | null> {
  const queued = readQueued(row);
  switch (queued.kind) {
    case "registration":
    case "resend-confirmation":
    case "forgot-password":
      return answerTo(queued, row.recipient, now);
    case "message": {
      const words = await findWords(queued.facts.messageId);
      return words ? { kind: queued.kind, facts: { ...queued.facts, ...words } } : null;
    }
    default:
      return queued;
  }
}

async function answerTo({ kind, facts }: MailRequest, email: string, now: Date): Promise<MailMessage | null> {
  const [account] = await reader().select({ name: users.name }).from(users).where(eq(users.email, email));
  if (account) {
    return kind === "forgot-password"
      ? { kind: "reset-password", facts: { name: account.name, tokenId: facts.resetId } }
      : { kind: "address-already-registered", facts: { name: account.name } };
  }
  const isOfMail = kind === "registration" ? eq(registrations.id, facts.registrationId) : undefined;
  const [pending] = await reader()
    .select({ id: registrations.id, role: registrations.role })
    .from(registrations)
    .where(
      and(
        eq(registrations.email, email),
        isUnused(registrations),
        gt(registrations.createdAt, new Date(now.getTime() - registrationLifetime)),
        isOfMail,
      ),
    )
    .orderBy(desc(registrations.createdAt), desc(registrations.id))
    .limit(1);
  if (!pending) return null;
  const next = kind === "registration" ? null : facts.next;
  return { kind: "confirm-address", facts: { role: pending.role, tokenId: pending.id, next } };
}

/** The mail to send for a leased row, null for none, and why it is no longer worth sending, or null. */
export async function prepareMail(
  row: OutboxRow,
  now: Date,
): Promise<{ message: MailMessage | null; stale: string | null }> {
  const message = await findMessage(row, now);
  if (message?.kind === "confirm-address") {
    await extendLink(message.facts.tokenId, row.createdAt);
    return { message, stale: await staleReason(registrations, message.facts.tokenId, now) };
  }
  if (message?.kind === "reset-password")
    return { message, stale: await staleReason(passwordResets, message.facts.tokenId, now) };
  return { message, stale: null };
}

/** Makes a link valid for a whole day after the mail that brings it again was requested. */
async function extendLink(id: string, from: Date) {
  const expiresAt = new Date(from.getTime() + linkLifetime["confirm-email"]);
  const isShorter = and(eq(registrations.id, id), lt(registrations.expiresAt, expiresAt));
  const [shorter] = await reader().select({ id: registrations.id }).from(registrations).where(isShorter);
  if (shorter) await transaction(async (tx) => tx.update(registrations).set({ expiresAt }).where(isShorter));
}

const staleReasons: Record<LinkState, string | null> = {
  open: null,
  used: "Its link was used already.",
  replaced: "Its link was replaced by a newer one.",
  unknown: "Its link was replaced by a newer one.",
  expired: "Its link expired before it could be sent.",
};

async function staleReason(table: LinkTable, id: string, now: Date): Promise<string | null> {
  const [link] = await reader().select().from(table).where(eq(table.id, id));
  return staleReasons[linkState(link, now)];
}
