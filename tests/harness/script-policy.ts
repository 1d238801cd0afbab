import { createHash } from "node:crypto";
import { readDocument } from "./html-form";
import type { Answer } from "./http-client";

/** The scripts of a page that its Content-Security-Policy blocks, or that come from another site. */
export function stoppedScripts(page: Answer): string[] {
  const policy = page.headers.get("content-security-policy") ?? "";
  const allowed = (script: HTMLScriptElement) => {
    const nonce = script.getAttribute("nonce");
    if (nonce) return policy.includes(`'nonce-${nonce}'`);
    if (script.getAttribute("src")?.startsWith("/_next/static/")) return !policy.includes("strict-dynamic");
    return policy.includes(
      `'sha256-${createHash("sha256")
        .update(script.textContent ?? "")
        .digest("base64")}'`,
    );
  };
  // Browsers do not run data blocks, so a policy does not stop them.
  const scripts = [
    ...readDocument(page).querySelectorAll<HTMLScriptElement>("script:not([type='application/ld+json'])"),
  ];
  if (scripts.length === 0) return ["a page without any script"];
  return scripts.filter((script) => !allowed(script)).map((script) => script.outerHTML.slice(0, 200));
}
