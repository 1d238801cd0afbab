import { and, count, desc, eq, inArray, isNull } from "drizzle-orm";
import { reader } from "@/db/client";
import { mailings, messages, outbox, users } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { withManagedEvent } from "@/lib/events/commands/find-managed-event";
import { type Audience, countPeople } from "@/lib/mail/audiences";
import { refuse } from "@/lib/outcome/outcome";
import { secondsUntilAllowed } from "@/lib/rate-limits/rate-limit";
import { checkMessage } from "./commands/check-message";

type Precheck = { actor: { id: string }; eventId: string; audience: Audience; now: Date };

/** What `sendMessage` would answer, so that a preview tells it before anything is sent. */
export async function precheckMessage({ actor, eventId, audience, now }: Precheck) {
  const check = withManagedEvent(eventId, actor, (db, event) => checkMessage(db, { event, audience, now }));
  const checked = await check(reader());
  if (!checked.ok) return checked;
  const seconds = await secondsUntilAllowed("event-message", eventId, now);
  return seconds > 0 ? refuse("limited", { seconds }) : checked;
}

/** How many people of an event a message would go to now. */
export async function countAudiences(eventId: ManagedEventId, now: Date): Promise<Record<Audience, number>> {
  const people = (audience: Audience) => countPeople(reader(), { audience, eventId, now });
  const [holders, checkedIn, waiting] = await Promise.all([
    people("holders"),
    people("checked-in"),
    people("waiting"),
  ]);
  return { holders, "checked-in": checkedIn, waiting };
}

/** A message for the event's organisers, with what became of its mails. */
export type SentMessage = {
  id: string;
  audience: Audience;
  subject: string;
  body: string;
  sentBy: string;
  createdAt: Date;
  /** Whether more mails may follow: people are still being looked up. */
  isExpanding: boolean;
  mails: Record<(typeof outbox.$inferSelect)["state"], number>;
};

/** The messages of an event, newest first; at most 100. */
export async function listMessages(eventId: ManagedEventId): Promise<SentMessage[]> {
  const rows = await reader()
    .select({
      id: messages.id,
      audience: messages.audience,
      subject: messages.subject,
      body: messages.body,
      sentBy: users.name,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .innerJoin(users, eq(users.id, messages.sentBy))
    .where(eq(messages.eventId, eventId))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(100);
  const ids = rows.map(({ id }) => id);
  const [states, open] = await Promise.all([
    reader()
      .select({ id: outbox.dedupeKey, state: outbox.state, mails: count() })
      .from(outbox)
      .where(and(eq(outbox.kind, "message"), inArray(outbox.dedupeKey, ids)))
      .groupBy(outbox.dedupeKey, outbox.state),
    // A message and its mailing have the same id.
    reader()
      .select({ id: mailings.id })
      .from(mailings)
      .where(and(eq(mailings.eventId, eventId), eq(mailings.kind, "message"), isNull(mailings.doneAt))),
  ]);
  return rows.map((row) => {
    const mails = { queued: 0, sent: 0, dead: 0, skipped: 0 };
    for (const each of states) if (each.id === row.id) mails[each.state] = each.mails;
    return { ...row, isExpanding: open.some(({ id }) => id === row.id), mails };
  });
}
