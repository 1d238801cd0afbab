import { ButtonLink } from "@/components/ui/button-link";

const steps = [
  ["Create an event", "Say what, when and where. You can save a draft first; only you see it."],
  [
    "Share its page",
    "It is on the public list at once, with a link, a picture and a calendar file to share.",
  ],
  ["Open the door", "On the day, check tickets in with a phone’s camera, also without a network."],
];

/** How to begin, for an organiser without events. */
export function FirstSteps() {
  return (
    <section aria-labelledby="first-steps" className="max-w-reading">
      <h2 id="first-steps" className="mb-4 text-xl">
        Three steps to your first event
      </h2>
      <ol className="mb-6 divide-y divide-hair border-y border-hair">
        {steps.map(([title, text], n) => (
          <li key={title} className="flex gap-4 py-4">
            <span aria-hidden className="font-display text-2xl text-muted tabular-nums">
              {n + 1}
            </span>
            <div>
              <h3 className="text-lg">{title}</h3>
              <p className="text-muted">{text}</p>
            </div>
          </li>
        ))}
      </ol>
      <ButtonLink href="/dashboard/events/new">New event</ButtonLink>
    </section>
  );
}
