/** People can end only their own sessions. */
export const canEndSession = (
  actor: { id: string } | null,
  session: { userId: string } | undefined,
): boolean => actor !== null && session !== undefined && actor.id === session.userId;
