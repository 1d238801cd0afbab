import { createHmac } from "node:crypto";
import { and, eq, gt, isNull } from "drizzle-orm";
import { reader } from "@/db/client";
import { registrations } from "@/db/schema";
import { settings } from "@/lib/runtime/env";
import { hashPassword } from "./password-hash";

/** How long a registration may stay unconfirmed, in milliseconds. */
export const registrationLifetime = 7 * 24 * 3_600_000;

type Typed = { email: string; password: string };

// All registrations of an address share a salt, so that one hash is enough to compare with all of them.
const saltOf = (email: string) =>
  createHmac("sha256", settings().authSecret).update(`registration\n${email}`).digest().subarray(0, 16);

/** The hash of the password of a registration. @throws Busy */
export const hashRegistrationPassword = ({ email, password }: Typed): Promise<string> =>
  hashPassword(password, saltOf(email));

/**
 * Whether this is the password of an unconfirmed registration of the address. Hashes once, however many there
 * are. Registrations that another one replaced count too: otherwise the answer would change when somebody
 * else confirms the address. @throws Busy
 */
export async function isRegistrationPassword(typed: Typed, now: Date): Promise<boolean> {
  const passwordHash = await hashRegistrationPassword(typed);
  const [found] = await reader()
    .select({ id: registrations.id })
    .from(registrations)
    .where(
      and(
        eq(registrations.email, typed.email),
        eq(registrations.passwordHash, passwordHash),
        isNull(registrations.usedAt),
        gt(registrations.createdAt, new Date(now.getTime() - registrationLifetime)),
      ),
    );
  return found !== undefined;
}
