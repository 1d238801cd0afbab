import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { type events, outbox } from "@/db/schema";
import { eventFacts } from "./event-facts";
import type { MailFacts } from "./messages";
import { queueMails } from "./outbox";

type Holder = { name: string; email: string; ticketId: string };

type Move = { event: typeof events.$inferSelect; oldLocation: string; at: Date };

/**
 * Queues the mails about a new location. A holder has one such mail for an event: a change while it is unsent only
 * changes what it says, and a later one sends it again.
 */
export async function queueNewLocation(
  tx: Db,
  holders: Holder[],
  { event, oldLocation, at }: Move,
): Promise<void> {
  const kind = "location-changed" as const;
  const ofEvent = and(
    eq(outbox.kind, kind),
    inArray(
      outbox.recipient,
      holders.map(({ email }) => email),
    ),
    eq(outbox.dedupeKey, event.id),
  );
  // This changes nothing, but it locks the rows until the commit, so that no worker marks one meanwhile.
  const earlier = await tx
    .update(outbox)
    .set({ kind: sql`${outbox.kind}` })
    .where(ofEvent)
    .returning();
  const earlierOf = new Map(earlier.map((mail) => [mail.recipient, mail]));
  const factsFor = ({ name, ticketId }: Holder, old: string) => ({
    ...{ name, event: eventFacts(event), ticketId },
    oldLocation: old,
  });
  const unwritten = holders.filter(({ email }) => !earlierOf.has(email));
  await queueMails(
    tx,
    unwritten.map((holder) => ({
      ...{ kind, recipient: holder.email, dedupeKey: event.id, eventId: event.id, at },
      facts: factsFor(holder, oldLocation),
    })),
  );
  for (const holder of holders) {
    const mail = earlierOf.get(holder.email);
    if (!mail) continue;
    const said = JSON.parse(mail.facts) as MailFacts["location-changed"];
    // It says this change already, or has said it.
    if (said.event.revision >= event.revision) continue;
    const known = mail.state === "sent" ? said.event.location : said.oldLocation;
    const facts = factsFor(holder, said.ticketId === holder.ticketId ? known : oldLocation);
    const again = { state: "queued", attempts: 0, createdAt: at, sentAt: null, lastError: null } as const;
    await tx
      .update(outbox)
      // A new time ends the lease of a worker that is sending what it said before.
      .set({ facts: JSON.stringify(facts), dueAt: at, ...(mail.state !== "queued" && again) })
      .where(eq(outbox.id, mail.id));
  }
}
