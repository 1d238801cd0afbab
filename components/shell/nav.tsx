import { CircleUserRound } from "lucide-react";
import type { ReactNode } from "react";

export type NavViewer = { name: string; role: "attendee" | "organiser"; organises: boolean };

const events = { href: "/", label: "Events" };
const tickets = { href: "/tickets", label: "My tickets" };
const dashboard = { href: "/dashboard", label: "Dashboard" };

function placesOf(viewer: NavViewer | null) {
  if (!viewer) return [events];
  return [events, ...(viewer.role === "attendee" ? [tickets] : []), ...(viewer.organises ? [dashboard] : [])];
}

type NavProps = {
  viewer: NavViewer | null;
  /** The link to sign-in, with a path back to this page. */
  signInHref?: string;
  /** Hides links that depend on the viewer until the viewer is known. */
  isPending?: boolean;
};

/** The links of the header. */
export function Nav({ viewer, signInHref = "/sign-in", isPending = false }: NavProps) {
  return (
    <>
      <nav aria-label="Main" className="order-last -mx-3 flex basis-full sm:order-none sm:mx-0 sm:basis-auto">
        {placesOf(viewer).map(({ href, label }) => (
          <NavLink key={href} href={href}>
            {label}
          </NavLink>
        ))}
      </nav>
      {/* Takes all available width, so that nothing moves when the name appears. */}
      <div
        className={`-mr-3 flex min-w-24 flex-1 justify-end ${isPending ? "[@media(scripting:enabled)]:invisible" : ""}`}
      >
        {viewer ? (
          <NavLink key="account" href="/account">
            <CircleUserRound aria-hidden className="mr-2 size-5 shrink-0" />
            <span className="sr-only">Account of </span>
            <span className="max-w-32 truncate">{viewer.name}</span>
          </NavLink>
        ) : (
          <NavLink key="sign-in" href={signInHref}>
            Sign in
          </NavLink>
        )}
      </div>
    </>
  );
}

function NavLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="flex min-h-11 min-w-0 items-center rounded-control px-3 font-medium text-muted hover:bg-raised hover:text-ink"
    >
      {children}
    </a>
  );
}
