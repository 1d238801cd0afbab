import { Badge } from "@/components/ui/badge";
import { formatCount } from "@/components/ui/format-count";
import type { SentMessage } from "@/lib/messages/queries";
import { formatStamp } from "@/lib/time/format";
import { audienceNames } from "./audience-words";

type MessageListProps = { eventId: string; messages: SentMessage[]; timeZone: string };

/** The messages of an event, newest first, with what became of their mails. */
export function MessageList({ eventId, messages, timeZone }: MessageListProps) {
  if (messages.length === 0) return <p className="text-muted">No messages yet.</p>;
  return (
    <ul className="divide-y divide-hair">
      {messages.map((message) => (
        <li key={message.id} className="grid grid-cols-1 gap-1 py-4 wrap-anywhere">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <h3 className="font-display">{message.subject}</h3>
            <MessageState message={message} />
          </div>
          <p className="text-sm text-muted">
            To {audienceNames[message.audience].toLowerCase()} · {formatStamp(message.createdAt, timeZone)} ·{" "}
            {message.sentBy}
          </p>
          <p className="text-sm">{figures(message).join(" · ")}</p>
          {message.mails.dead > 0 && (
            <p className="text-sm">
              <a
                href={`/dashboard/events/${eventId}#undelivered`}
                className="inline-flex min-h-6 items-center font-display text-link underline underline-offset-2"
              >
                See undelivered emails
              </a>
            </p>
          )}
          <details className="mt-1">
            <summary className="inline-flex min-h-6 cursor-pointer items-center text-sm underline underline-offset-2">
              Message
            </summary>
            <p dir="auto" className="mt-2 max-w-reading whitespace-pre-line">
              {message.body}
            </p>
          </details>
        </li>
      ))}
    </ul>
  );
}

function MessageState({ message: { isExpanding, mails } }: { message: SentMessage }) {
  if (isExpanding || mails.queued > 0) return <Badge>Sending</Badge>;
  return mails.dead > 0 ? <Badge tone="bad">Partly failed</Badge> : <Badge tone="good">Sent</Badge>;
}

/** `12 delivered`, `1 failed`: what there is of each, but always how many were delivered. */
function figures({ mails }: SentMessage): string[] {
  const say = (number: number, what: string) => (number > 0 ? [`${formatCount(number)} ${what}`] : []);
  return [
    `${formatCount(mails.sent)} delivered`,
    ...say(mails.dead, "failed"),
    ...say(mails.queued, "queued"),
    ...say(mails.skipped, "not needed any more"),
  ];
}
