import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const isForwarding = (name: string) =>
  name === "forwarded" || name === "via" || name === "x-real-ip" || name.startsWith("x-forwarded-");

/** An address in its short form: IPv4 that arrives over an IPv6 socket is IPv4. */
const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, "");

/**
 * The address a request came from: that of the peer, or with `hops` trusted proxies the one that the
 * outermost of them wrote, counted from the right, since whatever stands further left is the client's claim.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | string[] | undefined,
  hops: number,
): string {
  const direct = plain(peer ?? "");
  if (hops === 0) return direct;
  const chain = [forwardedFor ?? []].flat().join(",").split(",").map(plain).filter(Boolean);
  const claimed = chain[chain.length - hops];
  return claimed && isIP(claimed) ? claimed : direct;
}

/** Whether the peer and the Host are loopback and no proxy stands between. */
export function isFromThisMachine(peer: string | undefined, headers: IncomingHttpHeaders): boolean {
  const address = plain(peer ?? "");
  return (
    (address === "::1" || address.startsWith("127.")) &&
    loopbackHost.test(headers.host ?? "") &&
    !Object.keys(headers).some(isForwarding)
  );
}

/** Removes what a client may claim about host, scheme and port; Next would believe it. */
export function removeForwardedHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) if (isForwarding(name)) delete headers[name];
}
