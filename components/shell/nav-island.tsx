"use client";

import { usePathname } from "next/navigation";
import { Nav } from "./nav";
import { useViewer } from "./use-viewer";

/** The navigation on pages that are the same for everyone: as for signed-out visitors until the viewer is known. */
export function NavIsland() {
  const path = usePathname();
  const viewer = useViewer();
  const returns = path === "/" || path.startsWith("/events/");
  const signInHref = returns ? `/sign-in?next=${encodeURIComponent(path)}` : "/sign-in";
  return <Nav viewer={viewer ?? null} signInHref={signInHref} isPending={viewer === undefined} />;
}
