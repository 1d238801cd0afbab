import { describe, expect, it } from "vitest";
import { type Block, type Inline, parseMarkdown } from "./parse-markdown";

const paragraph = (...content: Inline[]): Block => ({ kind: "paragraph", content });
const bold = (...content: Inline[]): Inline => ({ kind: "bold", content });
const italics = (...content: Inline[]): Inline => ({ kind: "italics", content });
const link = (href: string, ...content: Inline[]): Inline => ({ kind: "link", href, content });

/** How many blocks and inlines are within each other. */
const depthOf = (value: unknown): number =>
  typeof value !== "object" || value === null
    ? 0
    : Math.max(0, ...Object.values(value).map(depthOf)) + (Array.isArray(value) ? 0 : 1);

describe("parseMarkdown", () => {
  it.each<[string, Block[]]>([
    ["", []],
    [" \n\n ", []],
    ["one\ntwo\n\nthree", [paragraph("one\ntwo"), paragraph("three")]],
    ["one  \ntwo\\\nthree", [paragraph("one", "\n", "two", "\n", "three")]],
    [
      "a **b** *c* __d__ _e_",
      [paragraph("a ", bold("b"), " ", italics("c"), " ", bold("d"), " ", italics("e"))],
    ],
    ["***both***", [paragraph(italics(bold("both")))]],
    ["2 * 3 * 4 and snake_case_name", [paragraph("2 * 3 * 4 and snake_case_name")]],
    ["\\*as typed\\*", [paragraph("*as typed*")]],
    [
      "- a\n- b\n  - c",
      [
        {
          ...{ kind: "list", ordered: false, start: 1 },
          items: [
            [paragraph("a")],
            [paragraph("b"), { kind: "list", ordered: false, start: 1, items: [[paragraph("c")]] }],
          ],
        },
      ],
    ],
    ["7. a\n8. b", [{ kind: "list", ordered: true, start: 7, items: [[paragraph("a")], [paragraph("b")]] }]],
    ["one\n\n---\n\ntwo", [paragraph("one"), paragraph("two")]],
  ])("reads %j", (text, blocks) => {
    expect(parseMarkdown(text)).toEqual(blocks);
  });

  it.each([
    ["# a\n## b\n### c\n#### d", [2, 3, 4, 4]],
    ["### a\n## b\n# c", [2, 3, 2]],
    ["# a\n### b\n###### c", [2, 3, 4]],
  ])("gives the headings of %j the levels %j, below the page's and without a gap", (text, levels) => {
    expect(parseMarkdown(text).map((block) => block.kind === "heading" && block.level)).toEqual(levels);
  });

  it.each([
    ["https://example.org/a_b_c/_d_/e", "https://example.org/a_b_c/_d_/e"],
    ["www.example.org", "http://www.example.org"],
    ["<https://example.org>", "https://example.org"],
    ["ada@example.org", "mailto:ada@example.org"],
    ["[words](https://example.org/x)", "https://example.org/x"],
    ["[words](mailto:ada@example.org)", "mailto:ada@example.org"],
    ["[](https://example.org/x)", "https://example.org/x"],
    ["[\u200b](https://example.org/x)", "https://example.org/x"],
  ])("links %s", (text, href) => {
    const [block] = parseMarkdown(`See ${text} now`);
    const found = block?.kind === "paragraph" ? block.content[1] : undefined;
    expect(found).toEqual(link(href, expect.stringMatching(/\w/)));
  });

  it.each([
    "[x](javascript:alert(1))",
    "[x](JavaScript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,x)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/account)",
    "[x](https:evil.example)",
    "[x](https://)",
    "<javascript:alert(1)>",
  ])("links nothing in %j", (text) => {
    expect(JSON.stringify(parseMarkdown(text))).not.toContain("href");
  });

  it.each([
    "<b>bold</b> <script>alert(1)</script>",
    "<!-- hidden -->",
    '<img src="x.png" onerror="alert(1)">',
    "> quoted",
    "`code`",
    "```\ncode\n```",
    "AT&amp;T &copy;",
    "one\n===",
    "| a | b |\n| - | - |",
  ])("leaves %j as it is", (text) => {
    expect(parseMarkdown(text)).toEqual([paragraph(text)]);
  });

  it("makes a link of an image, which would be loaded from elsewhere", () => {
    expect(parseMarkdown("![me](https://example.org/x.png)")).toEqual([
      paragraph("!", link("https://example.org/x.png", "me")),
    ]);
  });

  it("puts no link into a link", () => {
    for (const text of ["https://a.example", "<https://a.example>"]) {
      const inner = JSON.stringify(parseMarkdown(`[a ${text} b](https://b.example)`));
      expect(inner.match(/href/g), text).toHaveLength(1);
    }
  });

  it.each([
    ["- ", "- - x"],
    ["+ ", "+ + x"],
    ["12) ", "12) 12) x"],
  ])("begins at most six lists in a line with %j", (marker, left) => {
    const tree = parseMarkdown(`${marker.repeat(8)}x\n\nnext`);
    expect(JSON.stringify(tree)).toContain(`"content":["${left}"]`);
    expect(depthOf(tree)).toBe(7);
  });

  it("takes a line of dashes for a separator, however long", () => {
    expect(parseMarkdown(`one\n\n${"- ".repeat(40)}\n\ntwo`)).toEqual([paragraph("one"), paragraph("two")]);
  });

  const many = (text: string) => text.repeat(5_000 / text.length);
  it.each([
    ["lists in a line", `${many("1. ")}x`],
    ["lists far apart", `${`-${" ".repeat(900)}`.repeat(5)}x`],
    ["lists by indentation", Array.from({ length: 90 }, (_, n) => `${" ".repeat(2 * n)}- x`).join("\n")],
    ["quotes", `${many(">")}x`],
    ["emphasis", `${many("*a ")}${many("b* ")}`],
    ["bold in italics", `${many("*_a")}`],
    ["opening brackets", many("[")],
    ["brackets that close", many("[a](")],
    ["images", many("![")],
    ["angles", many("<a ")],
    ["backslashes", many("\\")],
    ["backticks", many("`a")],
    ["links", many("www.a.b ")],
    ["headings", many("# a\n")],
  ])("reads 5,000 characters of %s into a shallow tree", (_, text) => {
    const blocks = parseMarkdown(text);
    expect(blocks.length).toBeGreaterThan(0);
    expect(depthOf(blocks)).toBeLessThanOrEqual(14);
  });

  it.each(["x".repeat(5_000), "\u200b".repeat(4_999).concat("x"), "مرحبا بكم في الحفل"])(
    "keeps a text without marks whole",
    (text) => {
      expect(parseMarkdown(text)).toEqual([paragraph(text)]);
    },
  );
});
