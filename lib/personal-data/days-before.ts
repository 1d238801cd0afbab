/** The time `days` times 24 hours before another. */
export const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * 24 * 3_600_000);
