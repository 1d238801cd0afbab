import type { ReactNode } from "react";
import { type Block, type Inline, parseMarkdown } from "@/lib/markdown/parse-markdown";

const headingLooks = { 2: "text-xl", 3: "text-lg", 4: "text-base" };

/** A description with its paragraphs, headings, lists, emphasis and links. */
export function EventDescription({ text }: { text: string }) {
  return (
    <div className="grid max-w-reading grid-cols-[minmax(0,1fr)] gap-4 leading-relaxed wrap-anywhere">
      <Blocks blocks={parseMarkdown(text)} />
    </div>
  );
}

/** With their places, because nothing else tells two equal ones apart. */
const placed = <Value,>(values: Value[]) => values.map((value, place) => ({ place, value }));

const Blocks = ({ blocks }: { blocks: Block[] }) =>
  placed(blocks).map(({ place, value }) => <OneBlock key={place} block={value} />);

function OneBlock({ block }: { block: Block }) {
  if (block.kind === "list") return <List list={block} />;
  const content = <Inlines inlines={block.content} />;
  if (block.kind === "paragraph")
    return (
      <p dir="auto" className="whitespace-pre-line">
        {content}
      </p>
    );
  const Heading = `h${block.level}` as const;
  return (
    <Heading dir="auto" className={headingLooks[block.level]}>
      {content}
    </Heading>
  );
}

/** Room for the numbers of a list, which stand beside it. */
const indentOf = (digits: number) => (digits < 3 ? "ps-7" : digits < 5 ? "ps-12" : "ps-28");

function List({ list }: { list: Extract<Block, { kind: "list" }> }) {
  const items = placed(list.items).map(({ place, value }) => (
    <li key={place} dir="auto">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
        <Blocks blocks={value} />
      </div>
    </li>
  ));
  if (!list.ordered) return <ul className="grid list-disc grid-cols-[minmax(0,1fr)] gap-1 ps-6">{items}</ul>;
  const digits = String(list.start + list.items.length).length;
  return (
    <ol
      start={list.start}
      className={`grid list-decimal grid-cols-[minmax(0,1fr)] gap-1 ${indentOf(digits)}`}
    >
      {items}
    </ol>
  );
}

const Inlines = ({ inlines }: { inlines: Inline[] }): ReactNode =>
  placed(inlines).map(({ place, value }) => <OneInline key={place} inline={value} />);

function OneInline({ inline }: { inline: Inline }): ReactNode {
  if (typeof inline === "string") return inline;
  const content = <Inlines inlines={inline.content} />;
  if (inline.kind !== "link") return inline.kind === "bold" ? <strong>{content}</strong> : <em>{content}</em>;
  return (
    <a href={inline.href} rel="nofollow ugc noopener" className="text-link underline underline-offset-2">
      {content}
    </a>
  );
}
