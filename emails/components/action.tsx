import { Button, Section } from "react-email";

/** The one thing to do; the text part has its address. */
export function Action({ label, href }: { label: string; href: string }) {
  return (
    <Section className="mb-4">
      <Button
        href={href}
        className="rounded-lg bg-brand px-6 py-3 text-base font-semibold text-on-brand dark:bg-night-brand dark:text-night-on-brand"
      >
        {label}
      </Button>
    </Section>
  );
}
