import { parseSetCookie } from "cookie";
import type { NextApiRequest, NextApiResponse } from "next";
import { cookies } from "next/headers";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { decide, done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { now } from "@/lib/runtime/clock";
import { addCookies } from "@/lib/runtime/request-context";
import type { AuthenticationRefusal, Credentials } from "./authenticate";
import { type Browser, thisBrowser } from "./browser";
import { knownBrowserCookie } from "./known-browser";
import { authOptions, type SignInAttempt } from "./options";
import { secondStepCookie } from "./second-step";
import { sessionCookie, signedInCookie } from "./session-cookie";
import { type Authenticated, startSession } from "./sessions";
import { type Proven, type SignedIn, signInWithCredentials } from "./sign-in-with-credentials";

/**
 * Signs in with email and password. If the account has two-step sign-in, there is no session yet, but a
 * cookie that proves the password. @throws Busy
 */
export async function signIn(credentials: Credentials): Promise<Outcome<Proven, AuthenticationRefusal>> {
  const outcome = await signInBy((browser) => signInWithCredentials(credentials, browser, now()));
  if (outcome.ok && !outcome.value.sessionId) addCookies(secondStepCookie(outcome.value, now()));
  return outcome;
}

/**
 * Signs an account in whose owner has just proved who they are: in a session that ended with all others of the account,
 * or by confirming it.
 */
export const signInProven = (who: Authenticated): Promise<Outcome<SignedIn, "wrong-password">> =>
  signInBy((browser) =>
    decide(async (tx) => {
      const sessionId = await startSession(tx, who, browser, now());
      const { userId, role } = who;
      return sessionId ? done({ sessionId, userId, role }) : refuse("wrong-password");
    }),
  );

/**
 * Signs in through next-auth's credentials provider and sends the session cookie. next-auth 4 has no function
 * for server actions, so this makes the same requests as its sign-in page.
 * @param check proves who somebody is, with the limits of it, and starts their session
 * @throws what the check threw, such as Busy
 */
export async function signInBy<Value extends Proven, Reason extends string>(
  check: (browser: Browser) => Promise<Outcome<Value, Reason>>,
): Promise<Outcome<Value, Reason>> {
  const browser = await thisBrowser();
  const attempt: SignInAttempt = { check: () => check(browser) };
  const setCookies = await post(["callback", "credentials"], {}, authOptions(attempt));
  if (!attempt.outcome) throw attempt.error ?? new Error("next-auth did not check the credentials.");
  const outcome = attempt.outcome as Outcome<Value, Reason>;
  if (outcome.ok && outcome.value.sessionId)
    addCookies(...setCookies, signedInCookie("set"), knownBrowserCookie(outcome.value.userId));
  return outcome;
}

/** Ends the session of this browser, if any, and deletes its cookies. For server actions. */
export async function signOut(): Promise<void> {
  const { name } = sessionCookie();
  const token = (await cookies()).get(name)?.value;
  const session: Record<string, string> = token ? { [name]: token } : {};
  addCookies(...(await post(["signout"], {}, authOptions(), session)), signedInCookie("clear"));
}

/** Posts one of next-auth's forms with its CSRF token, and returns the session cookies in the response. */
async function post(
  action: string[],
  fields: Record<string, string>,
  options: NextAuthOptions,
  session: Record<string, string> = {},
): Promise<string[]> {
  const { body, setCookies } = await call(options, { method: "GET", query: { nextauth: ["csrf"] } });
  const [csrf] = setCookies.map((line) => parseSetCookie(line));
  const answer = await call(options, {
    method: "POST",
    query: { nextauth: action },
    body: { ...fields, csrfToken: body.csrfToken, json: "true" },
    cookies: { ...session, ...(csrf?.value && { [csrf.name]: csrf.value }) },
  });
  // The others belong to next-auth's own pages.
  return answer.setCookies.filter((line) => line.startsWith(`${sessionCookie().name}=`));
}

type Answer = { setCookies: string[]; body: { csrfToken?: string } };

/** Calls next-auth's handler as an API route would, with a response that records what it gets. */
async function call(options: NextAuthOptions, request: Partial<NextApiRequest>): Promise<Answer> {
  const answer: Answer = { setCookies: [], body: {} };
  const sendBody = (body: Answer["body"]) => {
    answer.body = body;
  };
  const response = {
    status: () => response,
    getHeader: () => answer.setCookies,
    setHeader: (name: string, value: string[]) => {
      if (name === "Set-Cookie") answer.setCookies = value;
      return response;
    },
    json: sendBody,
    send: sendBody,
    end: () => {},
  };
  const bare = { headers: {}, cookies: {}, ...request } as NextApiRequest;
  await NextAuth(bare, response as unknown as NextApiResponse, options);
  return answer;
}
