/** Who acts, as far as rights over events depend on it. */
export type Actor = { id: string; role: "attendee" | "organiser" };

/** Only organiser accounts create events; a promotion for one event does not count. */
export const mayCreateEvents = (actor: Actor | null) => actor?.role === "organiser";

/** Its creator and whoever was promoted for it, and nobody else. */
export const mayManageEvent = (actor: Pick<Actor, "id"> | null, event: { organiserIds: readonly string[] }) =>
  actor !== null && event.organiserIds.includes(actor.id);
