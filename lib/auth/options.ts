import type { NextAuthOptions, Session } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { transaction } from "@/db/client";
import type { Outcome } from "@/lib/outcome/outcome";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import type { AuthenticationRefusal } from "./authenticate";
import { thisBrowser } from "./browser";
import { signInInput } from "./input";
import { cookieMaxAge, sessionCookie } from "./session-cookie";
import { endSession } from "./sessions";
import { type SignedIn, signInWithCredentials } from "./sign-in-with-credentials";

/** What came of one sign-in, for whoever called next-auth: over HTTP it passes on the reason of a refusal only. */
export type SignInAttempt = { outcome?: Outcome<SignedIn, AuthenticationRefusal>; error?: unknown };

/**
 * next-auth's settings. Its cookie carries the id of a `sessions` row and nothing else; the limits and the
 * rule of the verified address are in the credentials provider, through which every sign-in passes.
 */
export const authOptions = (attempt: SignInAttempt = {}): NextAuthOptions => ({
  secret: settings().authSecret,
  session: { strategy: "jwt", maxAge: cookieMaxAge },
  useSecureCookies: settings().appUrl.startsWith("https://"),
  cookies: { sessionToken: sessionCookie() },
  pages: { signIn: "/sign-in", signOut: "/account", error: "/sign-in" },
  providers: [
    CredentialsProvider({
      credentials: { email: { type: "email" }, password: { type: "password" } },
      authorize: (credentials) => authorize(credentials, attempt),
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => ({ sessionId: user ? user.id : token.sessionId }),
    // The cookie alone says nothing: whether its session still counts, `viewer()` reads from the row.
    session: () => ({}) as Session,
  },
  events: {
    signOut: async ({ token }) => {
      const id = token?.sessionId;
      if (typeof id === "string") await transaction((tx) => endSession(tx, id));
    },
  },
  // A cookie of another secret or an expired one is an everyday thing, not a fault.
  logger: {
    error: (code) => log.debug({ code }, "next-auth"),
    warn: (code) => log.debug({ code }, "next-auth"),
    debug: () => {},
  },
});

/** What next-auth takes for the user's id is here the id of the session that was started. */
async function authorize(credentials: unknown, attempt: SignInAttempt): Promise<{ id: string } | null> {
  const input = signInInput.safeParse(credentials);
  if (!input.success) return null;
  try {
    attempt.outcome = await signInWithCredentials(input.data, await thisBrowser(), now());
  } catch (error) {
    attempt.error = error;
    log.error({ err: error }, "a sign-in failed");
    // next-auth puts the message of what is thrown into an address.
    throw new Error("fault");
  }
  if (attempt.outcome.ok) return { id: attempt.outcome.value.sessionId };
  throw new Error(attempt.outcome.reason);
}
