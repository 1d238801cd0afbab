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
 * A path of this site to go on to, normalised, or null when what was sent is anything else: another
 * origin however disguised, an address of the sign-in pages, or not an address of a page.
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
  // Looked at after normalising: `/.//example.org` only then shows what it is.
  if (url.host !== "evento.invalid" || url.pathname.includes("//")) return null;
  if (signInPages.some((page) => url.pathname === page || url.pathname.startsWith(`${page}/`))) return null;
  return url.pathname + url.search + url.hash;
}

/** `path` with `next` as its last parameter, so that it travels through the pages around sign-in. */
export function withNext(path: string, next: string | null): string {
  return next ? `${path}${path.includes("?") ? "&" : "?"}next=${encodeURIComponent(next)}` : path;
}

/** Where people land after sign-in. `next` must have come through `safeNext`. */
export const pathAfterSignIn = (role: "attendee" | "organiser", next: string | null): string =>
  next ?? (role === "organiser" ? "/dashboard" : "/");
