import { eq } from "drizzle-orm";
import { type Db, reader } from "@/db/client";
import { twoStepSignIns, users } from "@/db/schema";
import type { Outcome } from "@/lib/outcome/outcome";
import type { Browser } from "./browser";
import { hostCookie, hostCookieName } from "./host-cookie";
import { limitFailures } from "./limit-failures";
import type { Authenticated } from "./sessions";
import { readSignedId, signId } from "./signed-id";

/** An account whose password was right a moment ago, and whose second step is missing. */
export type HalfSignedIn = Authenticated & { name: string; email: string };

/** How long the second step may take, in seconds. */
const lifetime = 600;

// With the hash of the password, so that a new password ends it.
const purposeOf = (passwordHash: string) => `second-step ${passwordHash}`;

const name = "evento.second-step";

export const secondStepCookieName = () => hostCookieName(name);

/** The `Set-Cookie` value that proves the right password of an account for ten minutes, and signs nobody in. */
export function secondStepCookie({ userId, passwordHash }: Authenticated, now: Date): string {
  const until = Math.floor(now.getTime() / 1000) + lifetime;
  const value = signId(purposeOf(passwordHash), `${userId}-${until}`);
  return hostCookie({ name, value, maxAge: lifetime });
}

/** The `Set-Cookie` value that ends it. */
export const clearSecondStep = () => hostCookie({ name, value: "", maxAge: 0 });

/** The account that a cookie's value proves the password of, or null. */
export async function readSecondStep(value: string | undefined, now: Date): Promise<HalfSignedIn | null> {
  const claimed = value?.split("-", 1)[0];
  if (!value || !claimed) return null;
  const [user] = await reader().select().from(users).where(eq(users.id, claimed));
  if (!user?.email) return null;
  const [userId, until] = readSignedId(purposeOf(user.passwordHash), value)?.split("-") ?? [];
  if (userId !== user.id || now.getTime() >= Number(until) * 1000) return null;
  const { name, email, role, passwordHash } = user;
  return { userId, name, email, role, passwordHash };
}

/** Whether the password of an account is not enough to sign in. */
export async function hasSecondStep(tx: Db, userId: string): Promise<boolean> {
  const [found] = await tx
    .select({ userId: twoStepSignIns.userId })
    .from(twoStepSignIns)
    .where(eq(twoStepSignIns.userId, userId));
  return found !== undefined;
}

/**
 * Runs the check of a second step, and counts it if it refuses `wrong-code`. Refuses `limited` with the `seconds`
 * to wait. Only who has the password gets here, so nobody else can use up the attempts. The browsers that are known
 * for the account have attempts of their own, and setting a new password by a mailed link makes a browser known. They
 * share them: who has the mailbox could make any number of browsers known.
 * @throws Busy
 */
export async function limitSecondStep<Value, Reason extends string>(
  { userId }: HalfSignedIn,
  { known, clientAddress, now }: Pick<Browser, "known" | "clientAddress"> & { now: Date },
  check: () => Promise<Outcome<Value, Reason>>,
): Promise<Outcome<Value, Reason | "limited">> {
  const who = known?.userId === userId ? `${userId}:known` : userId;
  return limitFailures({ limits: [["second-step", who]], subject: userId, clientAddress, at: now }, check);
}
