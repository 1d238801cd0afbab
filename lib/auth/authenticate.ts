import { eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { users } from "@/db/schema";
import { done, type Outcome, refuse } from "@/lib/outcome/outcome";
import type { Browser } from "./browser";
import { type FailureLimit, limitFailures } from "./limit-failures";
import { hashPassword, isOutdated, verifyPassword } from "./password-hash";
import type { Authenticated } from "./sessions";

/** Already normalised by `signInInput`. */
export type Credentials = { email: string; password: string };

export type AuthenticationRefusal = "wrong-password" | "unverified" | "limited";

type From = Pick<Browser, "clientAddress" | "known"> & { now: Date };

/**
 * Checks an email and password, for every sign-in and every change of password. Refuses `wrong-password`
 * whether or not the address is known, `unverified` for the right password of a pending registration, and
 * `limited` with the `seconds` to wait.
 * @throws Busy when too many passwords are being checked.
 */
export async function authenticate(
  credentials: Credentials,
  from: From,
): Promise<Outcome<Authenticated, AuthenticationRefusal>> {
  const { email } = credentials;
  const limits = await limitsFor(email, from);
  return limitFailures({ limits, subject: email, at: from.now }, () => checkPassword(credentials));
}

/** A browser that is known for the account has a limit of its own, which nobody else can use up. */
async function limitsFor(email: string, { clientAddress, known }: From): Promise<FailureLimit[]> {
  const [user] = known
    ? await reader().select({ id: users.id }).from(users).where(eq(users.email, email))
    : [];
  if (known && known.userId === user?.id) return [["sign-in", `${known.userId}:${known.id}`]];
  return [
    ["sign-in", `${email}:${clientAddress}`],
    ["sign-in-address", clientAddress],
  ];
}

async function checkPassword({
  email,
  password,
}: Credentials): Promise<Outcome<Authenticated, AuthenticationRefusal>> {
  const [user] = await reader().select().from(users).where(eq(users.email, email));
  if (!(await verifyPassword(password, user?.passwordHash)) || !user) return refuse("wrong-password");
  if (!user.emailVerifiedAt) return refuse("unverified");
  return done({
    userId: user.id,
    role: user.role,
    passwordHash: user.passwordHash,
    ...(isOutdated(user.passwordHash) && { betterHash: await hashPassword(password) }),
  });
}
