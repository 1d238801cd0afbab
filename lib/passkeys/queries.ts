import { desc, eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { passkeys, users } from "@/db/schema";

export type PasskeySummary = {
  id: string;
  credentialId: string;
  name: string;
  transports: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
};

/** The passkeys of an account, for its owner, the newest first. */
export async function listPasskeys(userId: string): Promise<PasskeySummary[]> {
  const { id, credentialId, name, transports, createdAt, lastUsedAt } = passkeys;
  const rows = await reader()
    .select({ id, credentialId, name, transports, createdAt, lastUsedAt })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(desc(createdAt), desc(id));
  return rows.map((row) => ({ ...row, transports: JSON.parse(row.transports) as string[] }));
}

/** A passkey with its account, for signing in. */
export type KnownPasskey = {
  id: string;
  credentialId: string;
  publicKey: Buffer;
  counter: number;
  userId: string;
  email: string;
  role: "attendee" | "organiser";
  passwordHash: string;
};

/** The passkey that an authenticator knows by this id, or null. */
export async function findPasskey(credentialId: string): Promise<KnownPasskey | null> {
  const [found] = await reader()
    .select({
      id: passkeys.id,
      credentialId: passkeys.credentialId,
      publicKey: passkeys.publicKey,
      counter: passkeys.counter,
      userId: users.id,
      email: users.email,
      role: users.role,
      passwordHash: users.passwordHash,
    })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(eq(passkeys.credentialId, credentialId));
  // An erased account has no address, and no passkeys either.
  return found?.email ? { ...found, email: found.email } : null;
}
