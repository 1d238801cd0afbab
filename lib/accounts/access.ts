/** People end their own sessions only. */
export const canEndSession = (
  actor: { id: string } | null,
  session: { userId: string } | undefined,
): boolean => actor !== null && session !== undefined && actor.id === session.userId;
