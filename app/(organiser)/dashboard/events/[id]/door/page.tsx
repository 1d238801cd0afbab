import { doorFacts, shownScan } from "@/app/door-page";
import { Door } from "@/components/check-in/door";
import { DoorPassList, MakePassForm } from "@/components/check-in/door-pass-list";
import { HeldList } from "@/components/check-in/held-list";
import { HolderSearch } from "@/components/check-in/holder-search";
import { EventSections } from "@/components/dashboard/event-sections";
import { NotFound } from "@/components/shell/not-found";
import { ButtonLink } from "@/components/ui/button-link";
import { DoneToast } from "@/components/ui/done-toast";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { Section } from "@/components/ui/section";
import { doorPageInput } from "@/lib/check-in/input";
import {
  countCheckedIn,
  findDoorView,
  findHolders,
  listDoorPasses,
  listHeldCheckIns,
} from "@/lib/check-in/queries";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { newId } from "@/lib/runtime/ids";
import { setStatus } from "@/lib/runtime/request-context";
import { findManaged, managedMetadata } from "../../managed-event";
import { checkIn, makePass, settle, undo, withdrawPass } from "./actions";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const doneTexts = new Map([
  ["pass", "Door pass made. Send its link to whoever stands at that door."],
  ["withdrawn", "Door pass withdrawn. Its next scan is refused."],
  ["accept", "Check-in counted."],
  ["dismiss", "Check-in dismissed. It stays on record."],
]);

export const generateMetadata = managedMetadata("/door", (event) => `Door of ${event.name}`);

export default async function EventDoorPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { viewer, event } = await findManaged(id, "/door");
  const keeper = { userId: viewer.id, eventId: id };
  const view = event && (await findDoorView(keeper, now()));
  if (!event || !view) {
    setStatus(404);
    return <NotFound />;
  }
  const search = await searchParams;
  const door = (
    <Door
      door={doorFacts(view, `/dashboard/events/${id}/door`)}
      checkIn={checkIn}
      undo={undo}
      fields={{ eventId: id }}
      nonce={newId()}
      shown={await shownScan(keeper, search)}
      mayOverride
      now={now()}
    />
  );
  // What public/door-worker.js stores for when there is no network: no passes and no people.
  if (search.only === "scanner")
    return (
      <>
        <PageHeading title={`Door of ${event.name}`} />
        {door}
      </>
    );
  const { q } = doorPageInput.parse(search);
  const [checkedIn, passes, held, holders] = await Promise.all([
    countCheckedIn([id]),
    listDoorPasses(event.id),
    listHeldCheckIns(event.id),
    findHolders(event.id, q),
  ]);
  return (
    <>
      <DoneToast texts={doneTexts} done={search.done} />
      <PageHeading
        title={`Door of ${event.name}`}
        actions={
          <ButtonLink href={`/dashboard/events/${id}/door-list`} tone="quiet">
            Door list
          </ButtonLink>
        }
      >
        {checkedIn.get(id) ?? 0} of {event.allocated} checked in
      </PageHeading>
      <EventSections eventId={id} state={event.state} current="Door" />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        {view.event.cancelledAt && (
          <Notice tone="bad">This event was cancelled, so no ticket is valid.</Notice>
        )}
        {held.length > 0 && (
          <Section title="To decide" id="held" className="rounded-stub bg-raised p-5">
            <HeldList eventId={id} timeZone={event.timeZone} held={held} settle={settle} />
          </Section>
        )}
        {door}
        <Section title="Find by name" id="by-name">
          <HolderSearch
            eventId={id}
            timeZone={event.timeZone}
            q={q}
            holders={holders.map((holder) => ({ ...holder, nonce: newId() }))}
            checkIn={checkIn}
            undo={undo}
          />
        </Section>
        <Section title="Door passes" id="passes" className="max-w-reading">
          <DoorPassList
            eventId={id}
            passes={passes.map(({ token, ...pass }) => ({
              ...pass,
              address: token && `${settings().appUrl}/door/${token}`,
            }))}
            withdraw={withdrawPass}
          />
          <MakePassForm action={makePass} eventId={id} />
        </Section>
      </div>
    </>
  );
}
