/**
 * The pages, feeds and pictures that are the same for everyone and are cached: the path of each, and its query
 * parameters with the maximum length of their values; they read no others. See server/page-cache/.
 */
export const cachedRoutes: { path: RegExp; query?: Record<string, number>; immutable?: boolean }[] = [
  { path: /^\/$/, query: { q: 100, from: 10, to: 10, month: 7, page: 3 } },
  { path: /^\/events\/[0-9a-z]{20}$/ },
  // Next adds the letters to the name of the picture.
  { path: /^\/events\/[0-9a-z]{20}\/(event\.ics|opengraph-image(-[0-9a-z]{1,6})?)$/ },
  { path: /^\/events\.(ics|atom)$/, query: { q: 100, from: 10, to: 10 } },
  { path: /^\/sitemap\.xml$/ },
  { path: /^\/pictures\/[0-9a-z]{20}\/\d{3,4}\.webp$/, immutable: true },
];
