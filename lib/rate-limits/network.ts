import ipaddr from "ipaddr.js";

/** The network of an IPv6 address, in one spelling. @param bits its length, a multiple of 16 */
export function ipv6Network(address: ipaddr.IPv6, bits: number): string {
  const parts = address.parts.map((part, place) => (place < bits / 16 ? part : 0));
  return `${new ipaddr.IPv6(parts)}/${bits}`;
}

/**
 * The network of a client's address as limits count it: the /48 of IPv6, which one customer gets with all its /64s; for
 * IPv4 the address itself.
 */
export function networkOf(clientAddress: string): string {
  const [address = ""] = clientAddress.split("/");
  if (!ipaddr.IPv6.isValid(address)) return clientAddress;
  return ipv6Network(ipaddr.IPv6.parse(address), 48);
}
