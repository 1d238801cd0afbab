import { authenticate } from "@/lib/auth/authenticate";
import { thisBrowser } from "@/lib/auth/browser";
import type { Authenticated } from "@/lib/auth/sessions";
import type { Viewer } from "@/lib/auth/viewer";
import { type Outcome, refuse } from "@/lib/outcome/outcome";

/**
 * Checks the current password of the viewer with the limits of sign-in. Refuses `wrong-password`, or `limited` with
 * the `seconds` to wait. @throws Busy
 */
export async function checkOwnPassword(
  viewer: Viewer,
  currentPassword: string,
  now: Date,
): Promise<Outcome<Authenticated, "wrong-password" | "limited">> {
  const credentials = { email: viewer.email, password: currentPassword };
  const checked = await authenticate(credentials, { ...(await thisBrowser()), now });
  if (checked.ok) return checked;
  // `unverified` would be another registration of this address.
  return checked.reason === "unverified" ? refuse("wrong-password") : refuse(checked.reason, checked.facts);
}
