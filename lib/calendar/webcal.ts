/** The same URL with the scheme that opens a calendar program, which then subscribes to it. */
export const webcal = (url: string): string => url.replace(/^https?:/, "webcal:");
