import { findStoredMail } from "@/lib/mail/queries";
import { renderMail } from "@/lib/mail/render";
import { isMailboxOpen } from "../../is-open";

export const dynamic = "force-dynamic";

/** A mail contains untrusted text: no scripts, no requests, and only the mailbox may frame it. */
const policy = [
  "default-src 'none'",
  "img-src data:",
  "style-src 'unsafe-inline'",
  "frame-ancestors 'self'",
  "sandbox allow-popups allow-popups-to-escape-sandbox",
].join("; ");

/** The HTML part of a mail, with its images inline. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const mail = isMailboxOpen() ? await findStoredMail(id) : null;
  if (!mail) return new Response("Not found", { status: 404 });
  const { html, attachments } = await renderMail(mail.message);
  const shown = attachments.reduce((whole, { cid, contentType, content }) => {
    if (!cid) return whole;
    return whole.replaceAll(
      `cid:${cid}`,
      `data:${contentType};base64,${Buffer.from(content).toString("base64")}`,
    );
  }, html);
  return new Response(shown, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy,
      "X-Frame-Options": "SAMEORIGIN",
    },
  });
}
