import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { clientAddress, isFromThisMachine, removeForwardedHeaders } from "./client-address";

describe("clientAddress", () => {
  it.each([
    ["ignores the header without a trusted proxy", "203.0.113.9", "198.51.100.1", 0, "203.0.113.9"],
    ["shows IPv4 over IPv6 as IPv4", "::ffff:203.0.113.9", undefined, 0, "203.0.113.9"],
    ["believes what one proxy wrote", "10.0.0.1", "198.51.100.1", 1, "198.51.100.1"],
    ["leaves out what the client claimed", "10.0.0.1", "1.1.1.1, 198.51.100.1", 1, "198.51.100.1"],
    ["counts two proxies from the right", "10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", 2, "198.51.100.1"],
    ["takes the outermost when a proxy was left out", "10.0.0.1", "198.51.100.1", 2, "198.51.100.1"],
    ["believes no public peer", "203.0.113.9", "198.51.100.1", 1, "203.0.113.9"],
    ["believes no public peer over IPv6", "2001:db8::1", "198.51.100.1", 3, "2001:db8::/64"],
    ["believes a proxy on this machine", "::1", "198.51.100.1", 1, "198.51.100.1"],
    ["believes a proxy in 100.64.0.0/10", "100.100.1.1", "198.51.100.1", 1, "198.51.100.1"],
    ["believes a proxy in fc00::/7", "fd00::5", "2001:db8::7", 1, "2001:db8::/64"],
    ["believes a public proxy that a private one names", "10.0.0.1", "1.1.1.1, 203.0.113.9", 2, "1.1.1.1"],
    ["falls back to the peer when it is no address", "10.0.0.1", "unknown", 1, "10.0.0.1"],
    ["falls back to the peer when it is an odd spelling", "10.0.0.1", "0x7f000001", 1, "10.0.0.1"],
    ["counts IPv6 by its /64", "2001:db8:1:2:3:4:5:6", undefined, 0, "2001:db8:1:2::/64"],
    ["counts its neighbour alike", "2001:db8:1:2:ffff::", undefined, 0, "2001:db8:1:2::/64"],
    ["counts the next /64 apart", "2001:db8:1:3::1", undefined, 0, "2001:db8:1:3::/64"],
    ["knows every spelling", "10.0.0.1", "2001:0DB8:0001:0002:0:0:0:1", 1, "2001:db8:1:2::/64"],
    ["ignores a zone", "fe80::1%eth0", undefined, 0, "fe80::/64"],
    ["knows IPv4 over IPv6 in every spelling", "10.0.0.1", "::FFFF:cb00:7109", 1, "203.0.113.9"],
    ["counts loopback too", "::1", undefined, 0, "::/64"],
  ])("%s", (_, remoteAddress, forwardedFor, hops, address) => {
    const headers = { "x-forwarded-for": forwardedFor };
    const request = { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
    expect(clientAddress(request, hops)).toBe(address);
  });
});

describe("isFromThisMachine", () => {
  const host = "localhost:3000";
  it.each([
    ["accepts loopback", "127.0.0.1", { host }, true],
    ["accepts loopback over IPv6", "::1", { host: "[::1]:3000" }, true],
    ["accepts IPv4 loopback over an IPv6 socket", "::ffff:127.0.0.1", { host }, true],
    ["refuses a peer without an address", undefined, { host }, false],
    ["refuses another peer", "10.0.0.1", { host }, false],
    ["refuses another Host, as in DNS rebinding", "127.0.0.1", { host: "evil.example:3000" }, false],
    ["refuses a Host that only begins like loopback", "127.0.0.1", { host: "localhost.evil.example" }, false],
    ["refuses without a Host", "127.0.0.1", {}, false],
    ["refuses HTTP 1.0, as a proxy speaks it", "127.0.0.1", { host }, false, "1.0"],
    ["refuses a page at another address", "127.0.0.1", { host, referer: "https://example.org/" }, false],
    ["refuses a form at another address", "127.0.0.1", { host, origin: "http://localhost.evil.net" }, false],
    ["accepts its own pages", "127.0.0.1", { host, referer: "http://127.0.0.1:3000/register" }, true],
    ...[
      "true-client-ip",
      "x-client-ip",
      "x-original-host",
      "cf-connecting-ip",
      "x-amzn-trace-id",
      "cdn-loop",
    ].map((name) => [`refuses ${name}`, "127.0.0.1", { host, [name]: "1" }, false] as const),
    ["refuses X-Forwarded-For", "127.0.0.1", { host, "x-forwarded-for": "127.0.0.1" }, false],
    ["refuses Forwarded", "127.0.0.1", { host, forwarded: "for=127.0.0.1" }, false],
    ["refuses X-Real-IP", "127.0.0.1", { host, "x-real-ip": "127.0.0.1" }, false],
    ["refuses Via", "127.0.0.1", { host, via: "1.1 proxy" }, false],
  ] as const)("%s", (_, remoteAddress, headers, own, httpVersion: string = "1.1") => {
    const request = { headers, httpVersion, socket: { remoteAddress } } as unknown as IncomingMessage;
    expect(isFromThisMachine(request)).toBe(own);
  });
});

it("removeForwardedHeaders removes every claim and nothing else", () => {
  const headers = { host: "localhost", "x-forwarded-host": "evil", forwarded: "host=evil", cookie: "a=b" };
  removeForwardedHeaders(headers);
  expect(headers).toEqual({ host: "localhost", cookie: "a=b" });
});
