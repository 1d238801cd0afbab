import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmAutolinkLiteralFromMarkdown } from "mdast-util-gfm-autolink-literal";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import { isVisible } from "@/lib/input/visible-text";

/** A text that people have formatted: nothing but these. Line breaks are in the strings. */
export type Block =
  | { kind: "paragraph"; content: Inline[] }
  | { kind: "heading"; level: HeadingLevel; content: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: Block[][] };

export type Inline =
  | string
  | { kind: "bold" | "italics"; content: Inline[] }
  | { kind: "link"; href: string; content: Inline[] };

/** The page's own heading is the `h1`. */
type HeadingLevel = 2 | 3 | 4;

/** Lists and emphasis within each other, at most; what is deeper becomes plain text. */
const maxDepth = 6;

const marker = String.raw`(?:[-*+]|\d{1,9}[.)])[ \t]+`;
const separator = String.raw`[ \t]*([-*])(?:[ \t]*\1)*[ \t]*$`;

/** Lists that begin within each other in one line, too deep: the parser takes a second for a thousand of them. */
const deepLists = new RegExp(`^(?!${separator})([ \\t]*(?:${marker}){${maxDepth}}\\d{0,9})([-*+.)])`, "gm");

/** What is not among the blocks and inlines above stays the text that it is. */
const plain = [
  ...["blockQuote", "codeFenced", "codeIndented", "codeText", "definition", "htmlFlow", "htmlText"],
  ...["labelStartImage", "setextUnderline", "characterReference"],
];

const options = {
  extensions: [gfmAutolinkLiteral(), { disable: { null: plain } }],
  // Its transforms would walk the tree by recursion, however deep that is.
  mdastExtensions: [{ ...gfmAutolinkLiteralFromMarkdown(), transforms: [] }],
};

type Node = { type: string; children?: Node[] } & Partial<{
  value: string;
  url: string;
  depth: number;
  ordered: boolean | null;
  start: number | null;
}>;

/**
 * Reads a safe subset of Markdown: paragraphs, line breaks, headings, lists, bold, italics, and links to http, https
 * and mailto. Everything else, such as HTML, images and other links, is text.
 */
export function parseMarkdown(text: string): Block[] {
  let level = 1;
  /** Without a gap in the levels, whatever the text begins with. */
  const nextLevel = (depth = 1) => {
    level = Math.min(depth + 1, level + 1, 4);
    return level as HeadingLevel;
  };

  const toBlocks = (nodes: Node[], depth: number): Block[] =>
    nodes.flatMap((node): Block[] => {
      const { type, children = [] } = node;
      if (type === "list" && depth < maxDepth) {
        const items = children.map((item) => toBlocks(item.children ?? [], depth + 1));
        return [{ kind: "list", ordered: node.ordered === true, start: node.start ?? 1, items }];
      }
      const content = type === "list" ? [textOf(node)] : toInlines(children, 0);
      if (content.every((inline) => inline === "")) return [];
      if (type === "heading" && depth === 0)
        return [{ kind: "heading", level: nextLevel(node.depth), content }];
      return [{ kind: "paragraph", content }];
    });
  const { children } = fromMarkdown(text.replace(deepLists, "$2\\$3"), options);
  return toBlocks(children, 0);
}

function toInlines(nodes: Node[], depth: number, inLink = false): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    const { type, url, children } = node;
    if (!children || depth === maxDepth) return [textOf(node)];
    const isLink = !inLink && isSafeLink(url);
    const content = toInlines(children, depth + 1, inLink || isLink);
    if (type === "strong") return [{ kind: "bold", content }];
    if (type === "emphasis") return [{ kind: "italics", content }];
    if (!isLink) return content;
    return [{ kind: "link", href: url, content: isVisible(textOf(node)) ? content : [url] }];
  });
}

const isSafeLink = (url: string | undefined): url is string =>
  url !== undefined && /^(https?:\/\/|mailto:)/i.test(url) && URL.canParse(url);

/** The text of a node without recursion: it may be nested thousands deep. */
function textOf(node: Node): string {
  const texts: string[] = [];
  const left = [node];
  for (let next = left.pop(); next; next = left.pop()) {
    if (next.type === "break") texts.push("\n");
    else if (next.value !== undefined) texts.push(next.value);
    left.push(...[...(next.children ?? [])].reverse());
  }
  return texts.join("");
}
