/** The database cannot be used as it is; the message is the one sentence the administrator reads. */
export class StartupError extends Error {}
