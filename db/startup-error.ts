/** The database cannot be used; the message is one sentence for the administrator. */
export class StartupError extends Error {}
