import { isWebAddress } from "@/lib/input/contact";

/** An event's contact as a link; nothing if it has none. */
export function EventContact({ contact }: { contact: string }) {
  if (!contact) return null;
  const isWeb = isWebAddress(contact);
  return (
    <a
      href={isWeb ? contact : `mailto:${contact}`}
      rel={isWeb ? "nofollow ugc noopener" : undefined}
      className="text-link underline underline-offset-2 wrap-anywhere"
    >
      {isWeb ? contact.replace(/^https?:\/\//, "").replace(/\/$/, "") : contact}
    </a>
  );
}
