import { NotFound } from "@/components/shell/not-found";
import { PrintButton } from "@/components/tickets/print-button";
import { ButtonLink } from "@/components/ui/button-link";
import { listDoorList } from "@/lib/check-in/queries";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { formatStart, formatWhen } from "@/lib/time/format";
import { findManaged, managedMetadata } from "../../managed-event";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = managedMetadata("/door-list", (event) => `Door list of ${event.name}`);

export default async function DoorListPage({ params }: Props) {
  const { id } = await params;
  const { event } = await findManaged(id, "/door-list");
  if (!event) {
    setStatus(404);
    return <NotFound />;
  }
  const entries = event.state === "cancelled" ? [] : await listDoorList(event.id);
  return (
    <>
      <div className="mb-4 flex flex-wrap gap-3 print:hidden">
        <PrintButton />
        <ButtonLink href={`/dashboard/events/${id}/door`} tone="quiet">
          Back to the door
        </ButtonLink>
      </div>
      <h1 className="text-2xl tracking-[-0.02em] wrap-anywhere">Door list of {event.name}</h1>
      <p className="mt-1 mb-5 text-muted print:text-black">
        {formatWhen(event.startsAt, event.endsAt, event.timeZone)} · {entries.length}{" "}
        {entries.length === 1 ? "ticket" : "tickets"} at {formatStart(now(), event.timeZone)}. Compare the
        last four characters of the code.
      </p>
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b-2 border-ink">
            <th scope="col" className="w-12 py-2 font-display">
              In
            </th>
            <th scope="col" className="py-2 font-display">
              Name
            </th>
            <th scope="col" className="w-24 py-2 font-display">
              Code
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ name, ending, isCheckedIn }) => (
            <tr key={`${ending} ${name}`} className="break-inside-avoid border-b border-hair">
              <td className="py-2">
                <span
                  role="img"
                  aria-label={isCheckedIn ? "Checked in" : "Not checked in"}
                  className="grid size-5 place-items-center border border-ink text-sm leading-none"
                >
                  {isCheckedIn && "✓"}
                </span>
              </td>
              <td className="py-2 wrap-anywhere">{name}</td>
              <td className="py-2 font-mono">{ending}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
