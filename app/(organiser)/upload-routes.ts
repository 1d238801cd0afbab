/** The paths whose forms have a picture: there, and with a session, a body may be larger. See server/body.ts. */
export const uploadRoutes = [/^\/dashboard\/events\/new$/, /^\/dashboard\/events\/[0-9a-z]{20}\/edit$/];
