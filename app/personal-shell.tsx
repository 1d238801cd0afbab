import type { ReactNode } from "react";
import { AccountIsland } from "@/components/shell/account-island";
import { AccountLink } from "@/components/shell/account-link";
import { Shell } from "@/components/shell/shell";
import { viewer } from "@/lib/auth/viewer";

/** The shell of pages for one viewer, whose name is known when they are rendered. */
export async function PersonalShell({ children }: { children: ReactNode }) {
  const who = await viewer();
  return <Shell account={who ? <AccountLink name={who.name} /> : <AccountIsland />}>{children}</Shell>;
}
