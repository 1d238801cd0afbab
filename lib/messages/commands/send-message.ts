import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { messages } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { recordAudit } from "@/lib/audit/audit-log";
import type { Actor } from "@/lib/events/access";
import { queueMailing } from "@/lib/mail/mailings";
import { done, refuse } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import { lockEvent } from "@/lib/waiting-list/commands/lock-event";
import type { NewMessage } from "../input";
import { checkMessage } from "./check-message";

type Sending = { actor: Pick<Actor, "id">; eventId: ManagedEventId; message: NewMessage; now: Date };

/**
 * Stores a message to the people of an event and queues its mailing; the value is its id. The same message with the
 * same id is sent once, without a refusal. Refuses as `checkMessage` does, and `limited` with the `seconds` to wait
 * after three messages within a day.
 */
export async function sendMessage(tx: Db, { actor, eventId, message, now }: Sending) {
  const { messageId, ...content } = message;
  // So that a double click waits for the first.
  const event = await lockEvent(tx, eventId);
  if (!event) return refuse("not-found");
  const locked = { ...event, id: eventId };
  const checked = await checkMessage(tx, { event: locked, audience: content.audience, now });
  if (!checked.ok && checked.reason !== "nobody") return checked;
  const [earlier] = await tx.select().from(messages).where(eq(messages.id, messageId));
  if (earlier && isSame(earlier, { eventId, ...content })) return done(earlier.id);
  if (!checked.ok) return checked;
  const seconds = await consume(tx, "event-message", eventId, now);
  if (seconds > 0) return refuse("limited", { seconds });

  // The form was gone back to and changed: that is another message.
  const id = earlier ? newId() : messageId || newId();
  await tx.insert(messages).values({ id, eventId, ...content, sentBy: actor.id, createdAt: now });
  const facts = { messageId: id, audience: content.audience };
  await queueMailing(tx, { id, kind: "message", eventId, facts, at: now });
  await recordAudit(tx, {
    actorId: actor.id,
    action: "message.send",
    subject: eventId,
    details: { message: id, audience: content.audience },
    at: now,
  });
  return done(id);
}

type Content = { eventId: string; audience: string; subject: string; body: string };

const isSame = (a: Content, b: Content) =>
  a.eventId === b.eventId && a.audience === b.audience && a.subject === b.subject && a.body === b.body;
