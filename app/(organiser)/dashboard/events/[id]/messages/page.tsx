import { EventSections } from "@/components/dashboard/event-sections";
import { EventStateBadge } from "@/components/dashboard/event-state-badge";
import { MessageForm } from "@/components/dashboard/message-form";
import { MessageList } from "@/components/dashboard/message-list";
import { NotFound } from "@/components/shell/not-found";
import { DoneToast } from "@/components/ui/done-toast";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { Section } from "@/components/ui/section";
import { countAudiences, listMessages } from "@/lib/messages/queries";
import { now } from "@/lib/runtime/clock";
import { newId } from "@/lib/runtime/ids";
import { setStatus } from "@/lib/runtime/request-context";
import { formatWhenInFull } from "@/lib/time/format";
import { findManaged, managedMetadata } from "../../managed-event";
import { sendMessage } from "./actions";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ done?: unknown }> };

const doneTexts = new Map([["sent", "Message sent. The emails go out within minutes."]]);

export const generateMetadata = managedMetadata("/messages", (event) => `Messages · ${event.name}`);

export default async function MessagesPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { event } = await findManaged(id, "/messages");
  if (!event) {
    setStatus(404);
    return <NotFound />;
  }
  const [people, messages] = await Promise.all([countAudiences(event.id, now()), listMessages(event.id)]);
  const isCancelled = event.state === "cancelled";
  const { name, host, location, startsAt, endsAt, timeZone } = event;
  return (
    <>
      <DoneToast texts={doneTexts} done={(await searchParams).done} />
      <PageHeading title="Messages">
        <span className="flex flex-wrap items-center gap-2">
          <span className="wrap-anywhere">{name}</span> <EventStateBadge state={event.state} />
        </span>
      </PageHeading>
      <EventSections eventId={id} state={event.state} current="Messages" />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Section title="Write a message" className="max-w-reading">
          {isCancelled ? (
            <Notice>
              This event is cancelled, so nobody has a valid ticket. Everybody who had one was emailed with
              the reason.
            </Notice>
          ) : (
            <MessageForm
              action={sendMessage}
              eventId={id}
              messageId={newId()}
              people={people}
              event={{ name, host, location, when: formatWhenInFull(startsAt, endsAt, timeZone) }}
            />
          )}
        </Section>
        <Section title="Sent messages" id="sent" className="lg:border-l lg:border-hair lg:pl-8">
          <MessageList eventId={id} messages={messages} timeZone={timeZone} />
        </Section>
      </div>
    </>
  );
}
