import { CalendarDays, CircleUserRound, LayoutDashboard, Ticket } from "lucide-react";
import type { ComponentType, ReactNode } from "react";

export type NavViewer = { name: string; role: "attendee" | "organiser"; organises: boolean };

type Place = {
  href: string;
  label: string;
  icon: ComponentType<{ className?: string; "aria-hidden"?: boolean }>;
};

const events: Place = { href: "/", label: "Events", icon: CalendarDays };
const tickets: Place = { href: "/tickets", label: "My tickets", icon: Ticket };
const dashboard: Place = { href: "/dashboard", label: "Dashboard", icon: LayoutDashboard };
const account: Place = { href: "/account", label: "Account", icon: CircleUserRound };

function placesOf(viewer: NavViewer | null): Place[] {
  if (!viewer) return [events];
  return [events, ...(viewer.role === "attendee" ? [tickets] : []), ...(viewer.organises ? [dashboard] : [])];
}

/** Whether a page belongs to a place: itself, or below it. */
const isWithin = (path: string, { href }: Place) =>
  href === "/" ? path === "/" || path.startsWith("/events/") : path === href || path.startsWith(`${href}/`);

type NavProps = { viewer: NavViewer | null; path: string };

type HeaderNavProps = NavProps & {
  /** The link to sign-in, with a path back to this page. */
  signInHref: string;
  /** Hides links that depend on the viewer until the viewer is known. */
  isPending: boolean;
};

/** The links of the header. On phones, signed-in visitors have `BottomNav` instead. */
export function HeaderNav({ viewer, path, signInHref, isPending }: HeaderNavProps) {
  return (
    <>
      <nav aria-label="Main" className={viewer ? "max-sm:hidden" : ""}>
        <ul className="flex gap-6">
          {placesOf(viewer).map((place) => (
            <li key={place.href} className="flex">
              <HeaderLink href={place.href} isCurrent={isWithin(path, place)}>
                {place.label}
              </HeaderLink>
            </li>
          ))}
        </ul>
      </nav>
      {/* Takes all available width, so that nothing moves when the name appears. */}
      <div
        className={`flex min-w-24 flex-1 justify-end ${isPending ? "[@media(scripting:enabled)]:invisible" : ""}`}
      >
        {viewer ? (
          <HeaderLink key="account" href={account.href} isCurrent={isWithin(path, account)}>
            <span className="sr-only">Account of </span>
            <span className="max-w-40 truncate">{viewer.name}</span>
          </HeaderLink>
        ) : (
          <HeaderLink key="sign-in" href={signInHref} isCurrent={path === "/sign-in"}>
            Sign in
          </HeaderLink>
        )}
      </div>
    </>
  );
}

type HeaderLinkProps = { href: string; isCurrent: boolean; children: ReactNode };

function HeaderLink({ href, isCurrent, children }: HeaderLinkProps) {
  return (
    <a
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className="flex min-h-14 min-w-0 items-center border-y-3 border-transparent font-display hover:text-link aria-[current=page]:border-b-accent"
    >
      {children}
    </a>
  );
}

/** The places of a signed-in visitor at the lower edge of a phone, on the pages of those places themselves. */
export function BottomNav({ viewer, path }: NavProps) {
  const places = [...placesOf(viewer), account];
  if (!viewer || !places.some(({ href }) => href === path)) return null;
  return (
    <nav
      aria-label="Places"
      className="sticky bottom-0 z-20 border-t border-hair bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden print:hidden"
    >
      <ul className="flex flex-wrap">
        {places.map((place) => (
          <li key={place.href} className="flex-1">
            <a
              href={place.href}
              aria-current={place.href === path ? "page" : undefined}
              className="flex min-h-15 flex-col items-center justify-center gap-0.5 px-2 text-xs text-muted aria-[current=page]:font-display aria-[current=page]:text-ink"
            >
              <place.icon aria-hidden className="size-6" />
              {place.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
