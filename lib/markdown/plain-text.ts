import { type Block, type Inline, parseMarkdown } from "./parse-markdown";

/** Markdown as plain text, for mails, calendars and search engines: the address of a link follows its words. */
export const plainText = (markdown: string): string => blocksText(parseMarkdown(markdown), "\n\n");

const blocksText = (blocks: Block[], between: string): string => blocks.map(blockText).join(between);

function blockText(block: Block): string {
  if (block.kind !== "list") return inlinesText(block.content);
  const { ordered, start, items } = block;
  return items
    .map((item, place) => {
      const text = blocksText(item, "\n").replaceAll("\n", "\n  ");
      return `${ordered ? `${start + place}.` : "-"} ${text}`;
    })
    .join("\n");
}

const inlinesText = (inlines: Inline[]): string => inlines.map(inlineText).join("");

function inlineText(inline: Inline): string {
  if (typeof inline === "string") return inline;
  const text = inlinesText(inline.content);
  return inline.kind === "link" && !inline.href.endsWith(text) ? `${text} (${inline.href})` : text;
}
