import { describe, expect, it } from "vitest";
import { withoutAddress } from "./without-person";

describe("withoutAddress", () => {
  it.each([
    ["a@x.org", "…"],
    ["Ask a@x.org.", "Ask …."],
    ["(a@x.org), <mailto:a@x.org>", "(…), <mailto:…>"],
    ["*a@x.org* _a@x.org_ 'a@x.org'", "*…* _…_ '…'"],
    ["a@x.org\na@x.org", "…\n…"],
    ["A@X.Org", "…"],
    ["請寫信給a@x.org。メールはa@x.orgへ", "請寫信給…。メールは…へ"],
  ])("takes the address out of %j", (text, without) => {
    expect(withoutAddress(text, "a@x.org")).toBe(without);
  });

  it.each([
    ...["ada@x.org", "b.a@x.org", "b+a@x.org", "b_a@x.org", "b-a@x.org", "o'a@x.org"],
    ...["a@x.organic", "a@x.org.uk", "a@x.org-example.com", "a@xyorg"],
  ])("leaves %s alone", (text) => {
    expect(withoutAddress(text, "a@x.org")).toBe(text);
  });
});
