import { findStoredMail } from "@/lib/mail/queries";
import { renderMail } from "@/lib/mail/render";
import { isMailboxOpen } from "../../../is-open";

export const dynamic = "force-dynamic";

/** One attachment of a mail, as a download. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string; name: string }> }) {
  const { id, name } = await params;
  const mail = isMailboxOpen() ? await findStoredMail(id) : null;
  const { attachments } = mail ? await renderMail(mail.message) : { attachments: [] };
  const attachment = attachments.find(({ filename }) => filename === name);
  if (!attachment) return new Response("Not found", { status: 404 });
  return new Response(new Uint8Array(Buffer.from(attachment.content)), {
    headers: {
      "Content-Type": attachment.contentType,
      "Content-Disposition": `attachment; filename="${attachment.filename}"`,
    },
  });
}
