import type { Metadata } from "next";
import { cache } from "react";
import { keeperByPass } from "@/app/door-keeper";
import { doorFacts, shownScan } from "@/app/door-page";
import { Door } from "@/components/check-in/door";
import { NotFound } from "@/components/shell/not-found";
import { Notice } from "@/components/ui/notice";
import { findDoorView } from "@/lib/check-in/queries";
import { now } from "@/lib/runtime/clock";
import { newId } from "@/lib/runtime/ids";
import { setStatus } from "@/lib/runtime/request-context";
import { checkIn, undo } from "./actions";

type Props = {
  params: Promise<{ pass: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Cached, because the page and its metadata both need it. */
const findByPass = cache(async (pass: string) => {
  const keeper = keeperByPass(pass);
  const view = keeper && (await findDoorView(keeper, now()));
  return keeper && view ? { keeper, view } : null;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await findByPass((await params).pass);
  return { title: found ? `${found.view.name}, ${found.view.event.name}` : "Not found" };
}

export default async function DoorPage({ params, searchParams }: Props) {
  const { pass } = await params;
  const found = await findByPass(pass);
  if (!found) return <NotFound />;
  const { keeper, view } = found;
  // Not gone for a door that has something to send.
  if (view.hasEnded) setStatus(410);
  return (
    <>
      <p className="font-display text-sm text-muted">{view.name}</p>
      <h1 className="mb-5 text-2xl tracking-[-0.02em] wrap-anywhere">{view.event.name}</h1>
      {(view.hasEnded || view.event.cancelledAt) && (
        <div className="mb-5">
          <Notice tone="bad">
            {view.event.cancelledAt
              ? "This event was cancelled, so no ticket is valid."
              : "This door pass has ended. Ask the organisers for a new one."}
          </Notice>
        </div>
      )}
      <Door
        door={doorFacts(view, `/door/${pass}`)}
        checkIn={checkIn}
        undo={undo}
        fields={{ pass }}
        nonce={newId()}
        shown={await shownScan(keeper, await searchParams)}
        mayOverride={false}
        now={now()}
      />
    </>
  );
}
