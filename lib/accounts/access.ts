/** People can end only their own sessions. */
export const canEndSession = (
  actor: { id: string } | null,
  session: { userId: string } | undefined,
): boolean => actor !== null && session !== undefined && actor.id === session.userId;

/** Only attendee accounts hold tickets or wait for them, including those promoted for the event. */
export const mayHoldTickets = (actor: { role: "attendee" | "organiser" } | null) =>
  actor?.role === "attendee";
