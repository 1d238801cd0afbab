import ipaddr from "ipaddr.js";

/**
 * The network of a client's address as limits count it: the /48 of IPv6, which one customer gets with all its /64s; for
 * IPv4 the address itself.
 */
export function networkOf(clientAddress: string): string {
  const [address = ""] = clientAddress.split("/");
  if (!ipaddr.IPv6.isValid(address)) return clientAddress;
  return `${new ipaddr.IPv6([...ipaddr.IPv6.parse(address).parts.slice(0, 3), 0, 0, 0, 0, 0])}/48`;
}
