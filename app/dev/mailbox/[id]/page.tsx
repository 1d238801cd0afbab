import Linkify from "linkify-react";
import type { Metadata } from "next";
import { NotFound } from "@/components/shell/not-found";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { findStoredMail } from "@/lib/mail/queries";
import { renderMail } from "@/lib/mail/render";
import { setStatus } from "@/lib/runtime/request-context";
import { formatStamp } from "@/lib/time/format";
import { isMailboxOpen } from "../is-open";

export const metadata: Metadata = { title: "Mail" };

const linkLook = "font-display text-link underline underline-offset-2 wrap-anywhere";

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const mail = isMailboxOpen() ? await findStoredMail(id) : null;
  if (!mail) {
    setStatus(404);
    return <NotFound />;
  }
  const { subject, text, attachments } = await renderMail(mail.message);
  const address = `/dev/mailbox/${mail.id}`;
  return (
    <>
      <p className="mb-4">
        <a href="/dev/mailbox" className={linkLook}>
          ← Mailbox
        </a>
      </p>
      <PageHeading title={subject}>
        To {mail.recipient} · {formatStamp(mail.createdAt, "UTC")}
      </PageHeading>
      {(mail.state === "dead" || mail.state === "skipped") && (
        <Notice tone="bad">This email was not sent. {mail.lastError}</Notice>
      )}
      <h2 className="mt-6 mb-2 text-xl">Text</h2>
      <div className="rounded-control border border-hair bg-surface p-5 wrap-anywhere whitespace-pre-wrap">
        <Linkify options={{ className: linkLook }}>{text}</Linkify>
      </div>
      <h2 className="mt-6 mb-2 text-xl">HTML</h2>
      <iframe
        src={`${address}/html`}
        title="The HTML part of this email"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        className="h-[48rem] w-full rounded-control border border-hair bg-white"
      />
      <h2 className="mt-6 mb-2 text-xl">Attachments</h2>
      {attachments.length > 0 ? (
        <ul className="list-disc pl-5">
          {attachments.map(({ filename }) => (
            <li key={filename}>
              <a href={`${address}/attachments/${filename}`} download className={linkLook}>
                {filename}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">None.</p>
      )}
    </>
  );
}
