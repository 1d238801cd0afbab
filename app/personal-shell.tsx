import type { ReactNode } from "react";
import { Nav } from "@/components/shell/nav";
import { NavIsland } from "@/components/shell/nav-island";
import { Shell } from "@/components/shell/shell";
import { viewer } from "@/lib/auth/viewer";
import { organisesEvents } from "@/lib/organisers/queries";

/** The shell of pages that are rendered for one viewer. */
export async function PersonalShell({ children }: { children: ReactNode }) {
  const found = await viewer();
  if (!found) return <Shell nav={<NavIsland />}>{children}</Shell>;
  const organises = found.role === "organiser" || (await organisesEvents(found.id));
  return <Shell nav={<Nav viewer={{ ...found, organises }} />}>{children}</Shell>;
}
