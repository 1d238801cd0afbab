import { eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { messages } from "@/db/schema";

/**
 * The words of a message of organisers. The outbox does not store them for each recipient: only the deletion of their
 * writer's account changes them.
 */
export async function findWords(messageId: string): Promise<{ subject: string; body: string } | undefined> {
  const [words] = await reader()
    .select({ subject: messages.subject, body: messages.body })
    .from(messages)
    .where(eq(messages.id, messageId));
  return words;
}
