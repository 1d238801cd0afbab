import type { Attention } from "@/lib/events/attention";

const wording = (found: Attention): { text: string; link: string; section: string } => {
  switch (found.kind) {
    case "undelivered":
      return {
        text: `${found.mails === 1 ? "1 mail" : `${found.mails} mails`} could not be delivered.`,
        link: "See who",
        section: "#undelivered",
      };
    case "on-now":
      return { text: "On now.", link: "Open", section: "" };
    case "near-capacity":
      return {
        text: `${found.left} ${found.left === 1 ? "space" : "spaces"} left. Raise the capacity, or leave it.`,
        link: "Open",
        section: "",
      };
    case "full":
      return { text: "FULL. Raise the capacity, or leave it.", link: "Open", section: "" };
  }
};

/** What an organiser should look at now; nothing if there is nothing. */
export function NeedsYou({ found }: { found: Attention[] }) {
  if (found.length === 0) return null;
  return (
    <section aria-labelledby="needs-you" className="mb-8 rounded-stub bg-raised p-5">
      <h2 id="needs-you" className="mb-2 text-base">
        Needs you
      </h2>
      <ul className="grid grid-cols-1 gap-1">
        {found.map((each) => {
          const { text, link, section } = wording(each);
          return (
            <li key={`${each.kind} ${each.event.id}`} className="flex items-baseline justify-between gap-4">
              <p className="min-w-0 wrap-anywhere">
                {each.event.name}: {text}
              </p>
              <a
                href={`/dashboard/events/${each.event.id}${section}`}
                aria-label={`${link}: ${each.event.name}`}
                className="flex min-h-8 shrink-0 items-center underline underline-offset-4"
              >
                {link}
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
