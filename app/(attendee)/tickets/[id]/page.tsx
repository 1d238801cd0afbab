import type { Metadata } from "next";
import { cache } from "react";
import { NotFound } from "@/components/shell/not-found";
import { Barcode } from "@/components/tickets/barcode";
import { CancelTicketForm } from "@/components/tickets/cancel-ticket-form";
import { FullScreen } from "@/components/tickets/full-screen";
import { OfflineTickets, SavedNote } from "@/components/tickets/offline-tickets";
import { PrintButton } from "@/components/tickets/print-button";
import { Stub } from "@/components/tickets/stub";
import { ButtonLink } from "@/components/ui/button-link";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { code128Svg, qrSvg } from "@/lib/ticket-codes/barcode";
import { groupCode } from "@/lib/ticket-codes/ticket-code";
import { findTicket, type HeldTicket } from "@/lib/tickets/queries";
import { formatStart } from "@/lib/time/format";
import { cancelTicket } from "./actions";

type Props = { params: Promise<{ id: string }> };

/** Cached, because the page and its metadata both need it. */
const findOwn = cache(async (id: string) => {
  const viewer = await requireViewer(`/tickets/${id}`);
  return { viewer, ticket: await findTicket(id, viewer.id, now()) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ticket } = await findOwn((await params).id);
  return { title: ticket ? `Ticket for ${ticket.event.name}` : "Not found" };
}

export default async function TicketPage({ params }: Props) {
  const { viewer, ticket } = await findOwn((await params).id);
  if (!ticket) {
    setStatus(404);
    return <NotFound />;
  }
  const isVoid = !["upcoming", "started", "past"].includes(ticket.state);
  return (
    <div className="mx-auto -mt-3 max-w-lg">
      <p className="mb-1 print:hidden">
        <a
          href="/tickets"
          className="inline-flex min-h-8 items-center font-display text-sm underline-offset-4 hover:underline"
        >
          ‹ My tickets
        </a>
      </p>
      {ticket.state === "upcoming" || ticket.state === "started" ? (
        <>
          <SavedNote />
          <OfflineTickets owner={viewer.id} addresses={["/tickets", `/tickets/${ticket.id}`]} />
        </>
      ) : null}
      <Stub ticket={ticket} heading="h1">
        {ticket.checkedInAt && (
          <p className="mb-4 rounded-control bg-good-soft px-4 py-3 text-center font-display text-good">
            Checked in at {formatStart(ticket.checkedInAt, ticket.event.timeZone)}
          </p>
        )}
        {isVoid ? <VoidTicket ticket={ticket} /> : <LiveTicket code={ticket.code} holder={viewer.name} />}
      </Stub>
      {!isVoid && (
        <div className="mt-4 flex flex-wrap gap-3 *:grow print:hidden">
          <FullScreen>
            <Barcodes code={ticket.code} qrLook="w-full" />
            <p className="text-center font-mono text-lg font-semibold">{groupCode(ticket.code)}</p>
          </FullScreen>
          <PrintButton />
        </div>
      )}
      {ticket.cancellable && (
        <div className="mt-6 print:hidden">
          <CancelTicketForm action={cancelTicket} ticketId={ticket.id} />
        </div>
      )}
    </div>
  );
}

function Barcodes({ code, qrLook }: { code: string; qrLook: string }) {
  return (
    <>
      <Barcode
        svg={qrSvg(code)}
        label={`QR code of ticket ${groupCode(code)}`}
        className={`mx-auto ${qrLook}`}
      />
      <Barcode
        svg={code128Svg(code)}
        label={`Barcode of ticket ${groupCode(code)}`}
        // With large pixels, each module needs whole pixels for scanners to read it.
        className="mx-auto w-full max-w-[462px] max-sm:[@media(max-resolution:1.5dppx)]:w-[231px]"
      />
    </>
  );
}

function LiveTicket({ code, holder }: { code: string; holder: string }) {
  return (
    <div className="grid grid-cols-1 gap-4 text-center">
      <Barcodes code={code} qrLook="w-72 max-w-full" />
      <div>
        <p className="font-mono text-lg font-semibold">{groupCode(code)}</p>
        <p className="mt-1 font-display wrap-anywhere">{holder}</p>
      </div>
    </div>
  );
}

function VoidTicket({ ticket }: { ticket: HeldTicket }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-center font-mono text-lg text-muted line-through">{groupCode(ticket.code)}</p>
      <div>
        <p className="font-display">This ticket is void.</p>
        <p className="mt-1 wrap-anywhere whitespace-pre-line">{whyVoid(ticket)}</p>
      </div>
      <ButtonLink href={`/events/${ticket.event.id}`} tone="quiet">
        See the event
      </ButtonLink>
    </div>
  );
}

function whyVoid({ state, voidedReason, event }: HeldTicket): string {
  if (state === "event-cancelled") return `The event was cancelled. ${event.cancelReason ?? ""}`;
  if (state === "taken-back") return `An organiser of the event took it back. Reason: ${voidedReason}`;
  return "You cancelled it. You can request a new one on the event’s page while there is space.";
}
