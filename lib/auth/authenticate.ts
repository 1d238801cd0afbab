import { eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { registrations, users } from "@/db/schema";
import { done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { networkOf } from "@/lib/rate-limits/network";
import type { Browser } from "./browser";
import { type FailureLimit, limitFailures } from "./limit-failures";
import { hashPassword, isOutdated, verifyPassword } from "./password-hash";
import { isRegistrationPassword } from "./registration-password";
import type { Authenticated } from "./sessions";

/** Already normalised by `signInInput`. */
export type Credentials = { email: string; password: string };

export type AuthenticationRefusal = "wrong-password" | "unverified" | "limited";

type From = Pick<Browser, "clientAddress" | "known"> & { now: Date };

/**
 * Checks an email and password, for every sign-in and every change of password. Refuses `wrong-password`
 * whether or not the address is known, `unverified` for the password of an unconfirmed registration, also of
 * a known address, and `limited` with the `seconds` to wait.
 * @throws Busy when too many passwords are being checked.
 */
export async function authenticate(
  credentials: Credentials,
  from: From,
): Promise<Outcome<Authenticated, AuthenticationRefusal>> {
  const { email } = credentials;
  const limits = await limitsFor(email, from);
  const { clientAddress, now: at } = from;
  return limitFailures({ limits, subject: email, clientAddress, at }, () => checkPassword(credentials, at));
}

/**
 * Checks the password of a registration, and counts its failures by itself: its link proves the mailbox, so nobody
 * else keeps its owner out. Refuses `wrong-password`, or `limited` with the `seconds` to wait. @throws Busy
 */
export const authenticateRegistration = (
  { id, email, password }: Credentials & { id: string },
  { clientAddress, now }: Omit<From, "known">,
): Promise<Outcome<undefined, "wrong-password" | "limited">> => {
  const limits: FailureLimit[] = [["sign-in", id]];
  return limitFailures({ limits, subject: email, clientAddress, at: now }, async () => {
    const { passwordHash } = registrations;
    const [found] = await reader()
      .select({ passwordHash })
      .from(registrations)
      .where(eq(registrations.id, id));
    return (await verifyPassword(password, found?.passwordHash)) ? done(undefined) : refuse("wrong-password");
  });
};

/**
 * Checks a passkey, and counts it if `check` refuses `wrong-passkey`. It is limited as passwords are, but counted by
 * itself, so that wrong passwords keep no passkey out.
 * @param email of the account that it claims to be of, or null. @throws Busy
 */
export const authenticatePasskey = async <Value, Reason extends string>(
  email: string | null,
  from: From,
  check: () => Promise<Outcome<Value, Reason>>,
): Promise<Outcome<Value, Reason | "limited">> => {
  const subject = email ?? "unknown passkey";
  const { clientAddress, now: at } = from;
  const limits = email
    ? await limitsFor(email, from, "passkey")
    : ofStranger(subject, clientAddress, "passkey");
  return limitFailures({ limits, subject, clientAddress, at }, check);
};

type Way = "sign-in" | "passkey";

/** A browser that is known for the account has a limit of its own, which nobody else can use up. */
async function limitsFor(
  email: string,
  { clientAddress, known }: From,
  way: Way = "sign-in",
): Promise<FailureLimit[]> {
  const [user] = known
    ? await reader().select({ id: users.id }).from(users).where(eq(users.email, email))
    : [];
  if (known && known.userId === user?.id) return [[way, `${known.userId}:${known.id}`]];
  return ofStranger(email, clientAddress, way);
}

/** Guesses at one account are counted by network: a customer may have 65,536 client addresses of IPv6. */
const ofStranger = (email: string, clientAddress: string, way: Way = "sign-in"): FailureLimit[] => [
  [way, `${email}:${networkOf(clientAddress)}`],
  [`${way}-address`, clientAddress],
];

async function checkPassword(
  { email, password }: Credentials,
  now: Date,
): Promise<Outcome<Authenticated, AuthenticationRefusal>> {
  const [user] = await reader().select().from(users).where(eq(users.email, email));
  if ((await verifyPassword(password, user?.passwordHash)) && user) {
    return done({
      userId: user.id,
      role: user.role,
      passwordHash: user.passwordHash,
      ...(isOutdated(user.passwordHash) && { betterHash: await hashPassword(password) }),
    });
  }
  return refuse((await isRegistrationPassword({ email, password }, now)) ? "unverified" : "wrong-password");
}
