export type HeaderFacts = { nonce: string; https: boolean; dev: boolean };

/** The Content-Security-Policy of a page that Next renders; Next finds the nonce in it for its scripts. */
export const contentSecurityPolicy = ({ nonce, dev }: Omit<HeaderFacts, "https">): string =>
  // Development needs eval for React's stack traces, inline styles and a web socket for its reloads.
  policy(`'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`, dev);

/** The Content-Security-Policy of a kept page, which allows its own inline scripts by their hashes. */
export const policyWithScripts = (hashes: string[]): string => policy(hashes.join(" "), false);

function policy(scripts: string, dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data:",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The headers of every answer; a route handler that sets one of them itself keeps its own. */
export function securityHeaders(facts: HeaderFacts): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(facts),
    "X-Content-Type-Options": "nosniff",
    // Not no-referrer: browsers would then send `Origin: null` with forms.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    ...(facts.https && { "Strict-Transport-Security": "max-age=31536000" }),
  };
}
