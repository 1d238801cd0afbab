/** Who acts, as far as rights over events depend on it. */
export type Actor = { id: string; class: "attendee" | "organiser" };

/** Only organiser-class accounts create events; being promoted for one does not count. */
export const mayCreateEvents = (actor: Actor | null) => actor?.class === "organiser";

/** Its creator and whoever was promoted for it, and nobody else. */
export const mayManageEvent = (actor: Pick<Actor, "id"> | null, event: { organiserIds: readonly string[] }) =>
  actor !== null && event.organiserIds.includes(actor.id);
