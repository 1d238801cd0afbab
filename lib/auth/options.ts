import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { transaction } from "@/db/client";
import { signInInput } from "@/lib/auth/input";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { currentRequest } from "@/lib/runtime/request-context";
import { cookieMaxAge, sessionCookie } from "./session-cookie";
import { endSession } from "./sessions";
import { signIn } from "./sign-in";

/** next-auth's settings. Its cookie carries the id of a `sessions` row and nothing else. */
export const authOptions = (): NextAuthOptions => ({
  secret: settings().authSecret,
  session: { strategy: "jwt", maxAge: cookieMaxAge },
  useSecureCookies: settings().appUrl.startsWith("https://"),
  cookies: { sessionToken: sessionCookie() },
  pages: {
    signIn: "/sign-in",
    signOut: "/account",
    error: "/sign-in",
    newUser: "/",
    verifyRequest: "/register",
  },
  providers: [
    CredentialsProvider({
      credentials: { email: { type: "email" }, password: { type: "password" } },
      authorize: (credentials, request) =>
        authorize(credentials, String(request.headers?.["user-agent"] ?? "")),
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => ({ sessionId: user ? user.id : token.sessionId }),
    session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sessionId }),
  },
  events: {
    signOut: async ({ token }) => {
      const id = token?.sessionId;
      if (typeof id === "string") await transaction((tx) => endSession(tx, id));
    },
  },
  // A cookie of another secret or an old one is an everyday thing, not a fault.
  logger: {
    error: (code) => log.debug({ code }, "next-auth"),
    warn: (code) => log.debug({ code }, "next-auth"),
    debug: () => {},
  },
});

/** What next-auth takes for a user is here the session that was started. */
async function authorize(credentials: unknown, userAgent: string): Promise<{ id: string } | null> {
  const input = signInInput.safeParse(credentials);
  if (!input.success) return null;
  try {
    const clientAddress = currentRequest()?.clientAddress ?? "unknown";
    const outcome = await signIn(input.data, { clientAddress, userAgent }, now());
    return outcome.ok ? { id: outcome.value.sessionId } : null;
  } catch (error) {
    // next-auth would put the message of what is thrown into an address.
    log.error({ err: error }, "a sign-in through next-auth failed");
    return null;
  }
}
