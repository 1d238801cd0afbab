import { formatClock } from "@/lib/time/format";
import type { DoorNews } from "./door-client";

const tickets = (count: number) => `${count} ${count === 1 ? "check-in" : "check-ins"}`;

/** What a door says of its network: nothing as long as all is well. */
export function DoorNotes({ news, timeZone }: { news: DoorNews; timeZone: string }) {
  const { isOffline, waiting, listedAt, held, refused } = news;
  const notes = [
    isOffline &&
      (listedAt
        ? `No network: this door decides by its list of ${formatClock(listedAt, timeZone)}.`
        : "No network, and this door has no list of tickets yet. Connect it once."),
    waiting > 0 && `${tickets(waiting)} will be sent when there is a network.`,
    held > 0 &&
      `The organisers have to look at ${tickets(held)} of this door, for example because a ticket was also used elsewhere.`,
    refused > 0 && `${tickets(refused)} could not be counted. Tell the organisers.`,
  ].filter((note) => note !== false);
  return (
    <ul aria-live="polite" className="grid gap-2 text-sm empty:hidden">
      {notes.map((note) => (
        <li key={note} className="rounded-control border-l-4 border-accent bg-raised px-4 py-2">
          {note}
        </li>
      ))}
    </ul>
  );
}
