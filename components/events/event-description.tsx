import Linkify from "linkify-react";

const options = {
  rel: "nofollow ugc noopener",
  className: "text-brand underline underline-offset-2 wrap-anywhere",
  defaultProtocol: "https",
};

/** Plain text with paragraphs, line breaks and links. */
export function EventDescription({ text }: { text: string }) {
  const paragraphs = text.split(/\n{2,}/).map((paragraph, place) => ({ place, paragraph }));
  return (
    <div className="grid max-w-reading gap-4 leading-relaxed">
      {paragraphs.map(({ place, paragraph }) => (
        <p key={place} className="wrap-anywhere whitespace-pre-line">
          <Linkify options={options}>{paragraph}</Linkify>
        </p>
      ))}
    </div>
  );
}
