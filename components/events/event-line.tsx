import type { ReactNode } from "react";
import { Poster } from "./poster";

type EventLineProps = {
  event: { id: string; name: string; pictureId: string | null };
  /** The link of the whole line. */
  href: string;
  /** The level that fits the page's headings. */
  heading: "h2" | "h3";
  /** Above the name, such as the time and badges. */
  above: ReactNode;
  /** Below the name. */
  children?: ReactNode;
  /** At the end of the line, below it on phones. */
  aside?: ReactNode;
};

/** An event in a list: its poster, and its name as a link that covers the line. */
export function EventLine({ event, href, heading: Heading, above, children, aside }: EventLineProps) {
  return (
    <li className="relative flex gap-4 py-4">
      <Poster event={event} sizes="76px" className="size-[76px] shrink-0 rounded-control" />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">{above}</div>
          <Heading className="mt-0.5 text-lg wrap-anywhere">
            <a
              href={href}
              className="decoration-2 underline-offset-4 before:absolute before:inset-0 before:rounded-control hover:underline"
            >
              {event.name}
            </a>
          </Heading>
          <div className="mt-0.5 text-sm text-muted wrap-anywhere">{children}</div>
        </div>
        {aside}
      </div>
    </li>
  );
}
