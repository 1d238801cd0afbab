const signInPages = [
  "/sign-in",
  "/register",
  "/verify-email",
  "/forgot-password",
  "/reset-password",
  "/api",
  "/_next",
];

/**
 * The normalised path if `next` is a page of this site, else null: for another origin in any disguise, for
 * the pages around sign-in, and for anything that is no page.
 */
export function safeNext(next: unknown): string | null {
  if (typeof next !== "string" || next.length > 1000) return null;
  if (!next.startsWith("/") || /[\\\p{Cc}]/u.test(next)) return null;
  let url: URL;
  try {
    url = new URL(next, "http://evento.invalid");
  } catch {
    return null;
  }
  // After normalising, because `/.//example.org` becomes `//example.org`.
  if (url.host !== "evento.invalid" || url.pathname.includes("//")) return null;
  if (signInPages.some((page) => url.pathname === page || url.pathname.startsWith(`${page}/`))) return null;
  return url.pathname + url.search + url.hash;
}

/** `path` with `next` as its last parameter, for the pages around sign-in. */
export function withNext(path: string, next: string | null): string {
  return next ? `${path}${path.includes("?") ? "&" : "?"}next=${encodeURIComponent(next)}` : path;
}

/** The path after sign-in. `next` must come from `safeNext`. */
export const pathAfterSignIn = (role: "attendee" | "organiser", next: string | null): string =>
  next ?? (role === "organiser" ? "/dashboard" : "/");
