import type { Attention } from "@/lib/events/attention";
import { formatStart } from "@/lib/time/format";

type Line = { text: string; link: string; href: string };

const plural = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

function lineOf(found: Attention): Line {
  if (found.kind === "drafts")
    return {
      text: `${plural(found.drafts, "draft")}: only you can see ${found.drafts === 1 ? "it" : "them"}.`,
      link: "Open",
      href: "#drafts",
    };
  const page = `/dashboard/events/${found.event.id}`;
  switch (found.kind) {
    case "on-now":
      return {
        text: `On now: ${plural(found.event.allocated, "ticket")}, ${found.checkedIn} checked in.`,
        link: "Door",
        href: `${page}/door`,
      };
    case "today":
      return {
        text: `Begins ${formatStart(found.event.startsAt, found.event.timeZone)}, ${plural(found.event.allocated, "ticket")}.`,
        link: "Door",
        href: `${page}/door`,
      };
    case "undelivered":
      return {
        text: `${plural(found.mails, "email")} could not be delivered.`,
        link: "See who",
        href: `${page}#undelivered`,
      };
    case "near-capacity":
      return {
        text: `${plural(found.left, "space")} left. Raise the capacity, or leave it.`,
        link: "Open",
        href: page,
      };
    case "full":
      return { text: "FULL. Raise the capacity, or leave it.", link: "Open", href: page };
  }
}

/** How many lines stand above the events; the others open. */
const shownAtOnce = 6;

/** What an organiser should look at now; nothing if there is nothing. */
export function NeedsYou({ found }: { found: Attention[] }) {
  if (found.length === 0) return null;
  const [first, others] = [found.slice(0, shownAtOnce), found.slice(shownAtOnce)];
  return (
    <section aria-labelledby="needs-you" className="mb-8 rounded-stub bg-raised p-5">
      <h2 id="needs-you" className="mb-2 text-base">
        Needs you
      </h2>
      <Lines found={first} />
      {others.length > 0 && (
        <details className="mt-1">
          <summary className="inline-flex min-h-8 cursor-pointer items-center underline underline-offset-4">
            {others.length} more
          </summary>
          <Lines found={others} />
        </details>
      )}
    </section>
  );
}

function Lines({ found }: { found: Attention[] }) {
  return (
    <ul className="grid grid-cols-1 gap-1">
      {found.map((each) => {
        const { text, link, href } = lineOf(each);
        const name = "event" in each ? each.event.name : "";
        const lineId = `needs-you-${each.kind}-${"event" in each ? each.event.id : ""}`;
        return (
          <li key={lineId} className="flex items-baseline justify-between gap-4">
            <p id={lineId} className="min-w-0 wrap-anywhere">
              {name ? `${name}: ${text}` : text}
            </p>
            <a
              href={href}
              aria-describedby={lineId}
              className="flex min-h-8 shrink-0 items-center underline underline-offset-4"
            >
              {link}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
