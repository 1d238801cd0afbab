import type { Metadata } from "next";
import { NotFound } from "@/components/shell/not-found";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { Pager } from "@/components/ui/pager";
import { listMailbox, type StoredMail } from "@/lib/mail/queries";
import { subjectOf } from "@/lib/mail/subjects";
import { setStatus } from "@/lib/runtime/request-context";
import { formatStamp } from "@/lib/time/format";
import { isMailboxOpen } from "./is-open";

export const metadata: Metadata = { title: "Mailbox" };

type MailboxProps = { searchParams: Promise<{ page?: string | string[] }> };

export default async function MailboxPage({ searchParams }: MailboxProps) {
  const { page: asked = "1" } = await searchParams;
  const page = /^[1-9]\d{0,5}$/.test(String(asked)) ? Number(asked) : null;
  if (!isMailboxOpen() || page === null) {
    setStatus(404);
    return <NotFound />;
  }
  const { mails, hasOlder } = await listMailbox(page);
  return (
    <>
      <PageHeading title="Mailbox">
        No mail server is set, so emails are kept here instead of being sent. Only this machine can see them.
        Set SMTP_URL to send email.
      </PageHeading>
      {mails.length > 0 ? (
        <ul className="grid grid-cols-1 gap-3">
          {mails.map((mail) => (
            <MailRow key={mail.id} mail={mail} />
          ))}
        </ul>
      ) : (
        <EmptyState title="No emails yet">
          Register an account and its confirmation email appears here.
        </EmptyState>
      )}
      <Pager page={page} more={hasOlder} hrefOf={(other) => `/dev/mailbox?page=${other}`} />
    </>
  );
}

function MailRow({ mail }: { mail: StoredMail }) {
  return (
    <li className="rounded-control border border-hair bg-surface px-5 py-4">
      <a
        href={`/dev/mailbox/${mail.id}`}
        className="font-display text-link underline-offset-2 wrap-anywhere hover:underline"
      >
        {subjectOf(mail.message)}
      </a>{" "}
      {(mail.state === "dead" || mail.state === "skipped") && <Badge tone="bad">Not sent</Badge>}
      <p className="mt-1 text-sm text-muted wrap-anywhere">
        To {mail.recipient} · {formatStamp(mail.createdAt, "UTC")}
      </p>
    </li>
  );
}
