import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { now } from "@/lib/runtime/clock";
import { findViewer, type Viewer } from "./find-viewer";
import { landingAfterSignIn, withNext } from "./next-path";

/** Who sent the request that a page, an action or a route handler answers; see `findViewer`. */
export const viewer = cache(async () => findViewer((await headers()).get("cookie"), now()));

/** The viewer; a signed-out visitor is sent to sign in and then back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await viewer()) ?? redirect(withNext("/sign-in", path));
}

/** For the pages around sign-in: whoever is signed in already goes on as after sign-in. */
export async function requireSignedOut(next: string | null): Promise<void> {
  const who = await viewer();
  if (who) redirect(landingAfterSignIn(who.class, next));
}
