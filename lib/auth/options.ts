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
import { cookieMaxAge, decodeSession, sessionCookie } from "./session-cookie";
import { endSession } from "./sessions";
import { type SignedIn, signInWithCredentials } from "./sign-in-with-credentials";

/** The full result of one sign-in, for the caller of next-auth, which passes on only whether it succeeded. */
export type SignInAttempt = { outcome?: Outcome<SignedIn, AuthenticationRefusal>; error?: unknown };

/**
 * next-auth's settings. Its cookie contains only the id of a `sessions` row. Every sign-in passes the
 * credentials provider, with its limits and its check for a verified address.
 */
export const authOptions = (attempt: SignInAttempt = {}): NextAuthOptions => ({
  secret: settings().authSecret,
  session: { strategy: "jwt", maxAge: cookieMaxAge },
  jwt: { decode: decodeSession },
  useSecureCookies: settings().appUrl.startsWith("https://"),
  cookies: { sessionToken: sessionCookie() },
  providers: [
    CredentialsProvider({
      credentials: { email: { type: "email" }, password: { type: "password" } },
      authorize: (credentials) => authorize(credentials, attempt),
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => ({ sessionId: user ? user.id : token.sessionId }),
    // The cookie alone proves nothing: `viewer()` reads the session's row.
    session: () => ({}) as Session,
  },
  events: {
    signOut: async ({ token }) => {
      const id = token?.sessionId;
      if (typeof id === "string") await transaction((tx) => endSession(tx, id));
    },
  },
  // Expired cookies, and cookies signed with another secret, are no faults.
  logger: {
    error: (code) => log.debug({ code }, "next-auth"),
    warn: (code) => log.debug({ code }, "next-auth"),
    debug: () => {},
  },
});

/** Starts a session and returns its id, which next-auth treats as the user's id. */
async function authorize(credentials: unknown, attempt: SignInAttempt): Promise<{ id: string } | null> {
  const input = signInInput.safeParse(credentials);
  if (!input.success) return null;
  try {
    attempt.outcome = await signInWithCredentials(input.data, await thisBrowser(), now());
  } catch (error) {
    attempt.error = error;
    throw error;
  }
  return attempt.outcome.ok ? { id: attempt.outcome.value.sessionId } : null;
}
