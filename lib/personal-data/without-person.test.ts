import { describe, expect, it } from "vitest";
import { textWithoutPerson, withoutAddress } from "./without-person";

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

describe("textWithoutPerson", () => {
  it.each([
    ["Al", "Also, Al’s hall. Yours, Al", "Also, …’s hall. Yours, …"],
    ["Eva", "Eva, Évasion, Evaé, 2Eva", "…, Évasion, Evaé, 2Eva"],
    ["Éva", "Éva (Éva), Évá", "… (…), Évá"],
    ["Ada L. (she)", "Ada L. (she), Ada Ls (she)", "…, Ada Ls (she)"],
    ["田中", "講師田中です。", "講師…です。"],
    ["al@x", "al@x, al@x.org", "…, …"],
  ])("takes the whole name %s out of what they wrote, and no part of a word", (name, text, without) => {
    expect(textWithoutPerson(text, { name, email: "al@x.org" })).toBe(without);
  });
});
