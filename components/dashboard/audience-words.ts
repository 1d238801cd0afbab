import { formatCount } from "@/components/ui/format-count";
import type { Audience } from "@/lib/mail/audiences";

/** The people of an event, as organisers choose among them. */
export const audienceNames: Record<Audience, string> = {
  holders: "Ticket holders",
  "checked-in": "Checked-in people",
  waiting: "Waiting list",
};

const counted: Record<Audience, [one: string, more: string]> = {
  holders: ["ticket holder", "ticket holders"],
  "checked-in": ["checked-in person", "checked-in people"],
  waiting: ["person on the waiting list", "people on the waiting list"],
};

/** `1 ticket holder`, `1,204 people on the waiting list` */
export const countedAudience = (audience: Audience, people: number): string =>
  `${formatCount(people)} ${counted[audience][people === 1 ? 0 : 1]}`;
