"use client";

import { usePathname } from "next/navigation";
import { AccountLink } from "./account-link";
import { HeaderLink } from "./shell";
import { useViewer } from "./use-viewer";

/**
 * The header's place for the viewer on pages that are the same for everybody. Without JavaScript it
 * stays a link that leads anyone to the right page.
 */
export function AccountIsland() {
  const path = usePathname();
  const viewer = useViewer();
  if (viewer) return <AccountLink name={viewer.name} />;
  // Keys, because a link that turned into the other would be seen to move.
  if (viewer === undefined)
    return (
      <HeaderLink key="unknown" href="/account">
        Account
      </HeaderLink>
    );
  const back = path === "/" || path.startsWith("/events/") ? `?next=${encodeURIComponent(path)}` : "";
  return (
    <HeaderLink key="guest" href={`/sign-in${back}`}>
      Sign in
    </HeaderLink>
  );
}
