/**
 * The routes of this group, which look the same for everyone and are cached: the path of each, and its query
 * parameters with the maximum length of their values; they read no others. See server/page-cache/.
 */
export const cachedRoutes = [
  { path: /^\/$/, query: { q: 100, from: 10, to: 10, page: 3 } },
  { path: /^\/events\/[0-9a-z]{20}$/ },
  { path: /^\/pictures\/[0-9a-z]{20}\/\d{3,4}\.webp$/, immutable: true },
];
