/** The pages where tickets are scanned: browsers let them use the camera and WebAssembly. See server/handler.ts. */
export const doorRoutes: RegExp[] = [/^\/door\/[^/]+$/, /^\/dashboard\/events\/[0-9a-z]{20}\/door$/];
