import type { NextAuthOptions, Session } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { transaction } from "@/db/client";
import type { Outcome } from "@/lib/outcome/outcome";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { cookieMaxAge, decodeSession, sessionCookie } from "./session-cookie";
import { endSession } from "./sessions";
import type { Proven } from "./sign-in-with-credentials";

/**
 * One sign-in: its check, and its full result for the caller of next-auth, which passes on only whether it succeeded.
 */
export type SignInAttempt = {
  check: () => Promise<Outcome<Proven>>;
  outcome?: Outcome<Proven>;
  error?: unknown;
};

/**
 * next-auth's settings. Its cookie contains only the id of a `sessions` row. Every sign-in passes the
 * credentials provider, whose check has the limits and starts the session.
 */
export const authOptions = (attempt?: SignInAttempt): NextAuthOptions => ({
  secret: settings().authSecret,
  session: { strategy: "jwt", maxAge: cookieMaxAge },
  jwt: { decode: decodeSession },
  useSecureCookies: settings().appUrl.startsWith("https://"),
  cookies: { sessionToken: sessionCookie() },
  providers: [
    CredentialsProvider({
      credentials: {},
      authorize: () => authorize(attempt),
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

/** Runs the check of a sign-in and returns the id of its session, which next-auth treats as the user's id. */
async function authorize(attempt: SignInAttempt | undefined): Promise<{ id: string } | null> {
  if (!attempt) return null;
  try {
    attempt.outcome = await attempt.check();
  } catch (error) {
    attempt.error = error;
    throw error;
  }
  const sessionId = attempt.outcome.ok && attempt.outcome.value.sessionId;
  return sessionId ? { id: sessionId } : null;
}
