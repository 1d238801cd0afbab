type HeaderFacts = {
  /** Whether APP_URL is https; browsers are then told to stay on it. */
  https: boolean;
  /** Development needs eval for React's stack traces, inline styles and a web socket for its reloads. */
  dev: boolean;
  /** Whether the page scans barcodes, with the camera and WebAssembly. */
  scanner?: boolean;
  /** What the page does with passkeys, if anything. */
  passkeys?: "get" | "create";
};

/**
 * A Content-Security-Policy.
 * @param scripts the sources of inline scripts: a nonce, or hashes
 */
export function contentSecurityPolicy(
  scripts: string[],
  { dev, scanner }: Omit<HeaderFacts, "https">,
): string {
  const allowed = dev ? " 'unsafe-eval'" : scanner ? " 'wasm-unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts.join(" ")}${allowed}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data:",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "font-src 'self'",
    // Otherwise it would be 'strict-dynamic'.
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The policy of a page for one viewer. Next reads the nonce from it for its scripts. */
export const noncePolicy = (nonce: string, facts: Omit<HeaderFacts, "https">): string =>
  contentSecurityPolicy([`'nonce-${nonce}'`, "'strict-dynamic'"], facts);

/** The headers of every response; a route handler that sets one of them itself keeps its own. */
export const securityHeaders = ({
  https,
  scanner = false,
  passkeys,
}: Omit<HeaderFacts, "dev">): Record<string, string> => ({
  "X-Content-Type-Options": "nosniff",
  // Not no-referrer: browsers would then send `Origin: null` with forms.
  "Referrer-Policy": "same-origin",
  "X-Frame-Options": "DENY",
  "Permissions-Policy": [
    `camera=(${scanner ? "self" : ""})`,
    "geolocation=()",
    "microphone=()",
    "payment=()",
    `publickey-credentials-create=(${passkeys === "create" ? "self" : ""})`,
    `publickey-credentials-get=(${passkeys === "get" ? "self" : ""})`,
    "usb=()",
  ].join(", "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
  ...(https && { "Strict-Transport-Security": "max-age=31536000" }),
});
