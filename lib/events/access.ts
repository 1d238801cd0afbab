/** The part of an account that permissions depend on. */
export type Actor = { id: string; role: "attendee" | "organiser" };

/** Only organiser accounts create events; a promotion for one event does not count. */
export const mayCreateEvents = (actor: Actor | null) => actor?.role === "organiser";

/** Only its creator and the attendees promoted for it. */
export const mayManageEvent = (actor: Pick<Actor, "id"> | null, event: { organiserIds: readonly string[] }) =>
  actor !== null && event.organiserIds.includes(actor.id);
