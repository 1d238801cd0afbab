import { eq } from "drizzle-orm";
import { reader, transaction } from "@/db/client";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { consume, resetLimit, secondsUntilAllowed } from "@/lib/rate-limits/rate-limit";
import { hashPassword, isOutdated, verifyPassword } from "./password-hash";
import type { Authenticated } from "./sessions";

/** Already normalised by `signInInput`. */
export type Credentials = { email: string; password: string };

export type AuthenticationRefusal = "wrong-password" | "unverified" | "limited";

/**
 * Checks an email and password, for every sign-in and every change of password. Refuses `wrong-password`
 * whether or not the address is known, `unverified` for the right password of a pending registration, and
 * `limited` with the `seconds` to wait.
 * @throws Busy when too many passwords are being checked.
 */
export async function authenticate(
  { email, password }: Credentials,
  { clientAddress, now }: { clientAddress: string; now: Date },
): Promise<Outcome<Authenticated, AuthenticationRefusal>> {
  const who = `${email}:${clientAddress}`;
  const wait =
    (await secondsUntilAllowed("sign-in-address", clientAddress, now)) || (await reserve(who, email, now));
  if (wait > 0) return refuse("limited", { seconds: wait });

  const [user] = await reader().select().from(users).where(eq(users.email, email));
  if (!(await verifyPassword(password, user?.passwordHash)) || !user) {
    await transaction((tx) => consume(tx, "sign-in-address", clientAddress, now));
    return refuse("wrong-password");
  }
  await transaction((tx) => resetLimit(tx, "sign-in", who));
  if (!user.emailVerifiedAt) return refuse("unverified");
  return done({
    userId: user.id,
    role: user.role,
    passwordHash: user.passwordHash,
    ...(isOutdated(user.passwordHash) && { betterHash: await hashPassword(password) }),
  });
}

/** Counts the attempt as failed before the check, so that parallel requests get no extra attempts. */
const reserve = (who: string, email: string, at: Date): Promise<number> =>
  transaction(async (tx) => {
    const wait = await consume(tx, "sign-in", who, at);
    if (wait > 0) {
      const entry = { actorId: null, action: "account.sign-in-limited", subject: email };
      await recordAudit(tx, { ...entry, details: { seconds: wait }, at });
    }
    return wait;
  });
