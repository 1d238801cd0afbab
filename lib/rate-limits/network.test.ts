import { expect, it } from "vitest";
import { networkOf } from "./network";

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["2001:db8:1:ffff::/64", "2001:db8:1::/48"],
  ["2001:db8:2::/64", "2001:db8:2::/48"],
  ["::/64", "::/48"],
  ["unknown", "unknown"],
])("the network of %s is %s", (address, network) => expect(networkOf(address)).toBe(network));
