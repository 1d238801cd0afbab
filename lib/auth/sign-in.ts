import { parseSetCookie } from "cookie";
import type { NextApiRequest, NextApiResponse } from "next";
import { cookies } from "next/headers";
import NextAuth, { type NextAuthOptions } from "next-auth";
import type { Outcome } from "@/lib/outcome/outcome";
import { addCookies } from "@/lib/runtime/request-context";
import type { AuthenticationRefusal, Credentials } from "./authenticate";
import { knownBrowserCookie } from "./known-browser";
import { authOptions, type SignInAttempt } from "./options";
import { sessionCookie, signedInCookie } from "./session-cookie";
import type { SignedIn } from "./sign-in-with-credentials";

/**
 * Signs in through next-auth's credentials provider and sends the session cookie. next-auth 4 has no function
 * for server actions, so this makes the same requests as its sign-in page.
 * @throws what the provider threw, such as Busy
 */
export async function signIn(credentials: Credentials): Promise<Outcome<SignedIn, AuthenticationRefusal>> {
  const attempt: SignInAttempt = {};
  const setCookies = await post(["callback", "credentials"], credentials, authOptions(attempt));
  if (!attempt.outcome) throw attempt.error ?? new Error("next-auth did not check the credentials.");
  if (attempt.outcome.ok)
    addCookies(...setCookies, signedInCookie("set"), knownBrowserCookie(attempt.outcome.value.userId));
  return attempt.outcome;
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
