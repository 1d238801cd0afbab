import type { Metadata } from "next";
import { EventWhen } from "@/components/events/event-when";
import { NotFound } from "@/components/shell/not-found";
import { Barcode } from "@/components/tickets/barcode";
import { CancelTicketForm } from "@/components/tickets/cancel-ticket-form";
import { TicketStateBadge } from "@/components/tickets/ticket-state-badge";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { code128Svg, qrSvg } from "@/lib/ticket-codes/barcode";
import { groupCode } from "@/lib/ticket-codes/ticket-code";
import { findTicket, type HeldTicket } from "@/lib/tickets/queries";
import { cancelTicket } from "./actions";

export const metadata: Metadata = { title: "Ticket" };

export default async function TicketPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const viewer = await requireViewer(`/tickets/${id}`);
  const ticket = await findTicket(id, viewer.id, now());
  if (!ticket) {
    setStatus(404);
    return <NotFound />;
  }
  const dead = ticket.state === "cancelled-by-holder" || ticket.state === "event-cancelled";
  return (
    <div className="mx-auto max-w-reading">
      <p className="mb-4">
        <a href="/tickets" className="font-medium text-brand underline-offset-2 hover:underline">
          ← My tickets
        </a>
      </p>
      <Card>
        <div className="mb-3">
          <TicketStateBadge state={ticket.state} />
        </div>
        <h1 className="mb-5 text-2xl font-bold tracking-tight text-balance wrap-anywhere">
          <a href={`/events/${ticket.event.id}`} className="underline-offset-4 hover:underline">
            {ticket.event.name}
          </a>
        </h1>
        <EventWhen event={ticket.event} />
        <hr className="my-6 border-dashed border-line" />
        {dead ? <VoidTicket ticket={ticket} /> : <LiveTicket code={ticket.code} />}
      </Card>
      {ticket.cancellable && (
        <div className="mt-6">
          <CancelTicketForm action={cancelTicket} ticketId={ticket.id} />
        </div>
      )}
    </div>
  );
}

function LiveTicket({ code }: { code: string }) {
  return (
    <div className="grid gap-4 text-center">
      <p className="text-muted">Show either barcode at the door.</p>
      <Barcode
        svg={qrSvg(code)}
        label={`QR code of ticket ${groupCode(code)}`}
        className="mx-auto w-full max-w-64"
      />
      <Barcode
        svg={code128Svg(code)}
        label={`Barcode of ticket ${groupCode(code)}`}
        // With large pixels, each module needs whole pixels for scanners to read it.
        className="mx-auto w-full max-w-[478px] max-sm:[@media(max-resolution:1.5dppx)]:w-[247px]"
      />
      <p className="font-mono text-lg font-semibold tracking-wide">{groupCode(code)}</p>
    </div>
  );
}

function VoidTicket({ ticket }: { ticket: HeldTicket }) {
  return (
    <div className="grid gap-4">
      <Notice tone={ticket.state === "event-cancelled" ? "bad" : "info"}>
        <p className="font-semibold">This ticket is void.</p>
        <p className="mt-1 wrap-anywhere whitespace-pre-line">
          {ticket.state === "event-cancelled"
            ? `The event was cancelled. ${ticket.event.cancelReason ?? ""}`
            : "You cancelled this ticket. You can request a new one on the event page while there is space."}
        </p>
      </Notice>
      <p className="text-center font-mono text-muted line-through">{groupCode(ticket.code)}</p>
    </div>
  );
}
