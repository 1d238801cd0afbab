import { expect, it } from "vitest";
import { parseFooterLinks } from "./footer-links";

it("reads labels and addresses, in their order", () => {
  expect(
    parseFooterLinks("About us=https://example.org/a?b=c, Contact = mailto:tickets@example.org"),
  ).toEqual([
    { label: "About us", href: "https://example.org/a?b=c" },
    { label: "Contact", href: "mailto:tickets@example.org" },
  ]);
});

it.each([
  ["no address", "About"],
  ["no label", "=https://example.org"],
  ["a long label", `${"x".repeat(41)}=https://example.org`],
  ["a script", "About=javascript:alert(1)"],
  ["a path", "About=/about"],
  ["an empty part", "About=https://example.org,"],
])("refuses %s", (_, given) => {
  expect(parseFooterLinks(given)).toBeNull();
});
