const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Whether a request's Origin header is one of Evento's own. When APP_URL is on this machine, its
 * loopback names are one on the same port.
 * @param appUrl an origin without a slash at the end
 */
export function isOwnOrigin(origin: string | undefined, appUrl: string): boolean {
  if (origin === undefined) return false;
  if (origin === appUrl) return true;
  const own = new URL(appUrl);
  if (!loopbackNames.includes(own.hostname)) return false;
  return loopbackNames.some((name) => origin === `${own.protocol}//${name}${own.port && `:${own.port}`}`);
}
