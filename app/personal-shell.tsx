import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { viewer } from "@/lib/auth/viewer";
import { organisesEvents } from "@/lib/organisers/queries";

/** The shell of pages that are rendered for one viewer. */
export async function PersonalShell({ children }: { children: ReactNode }) {
  const found = await viewer();
  if (!found) return <Shell viewer={null}>{children}</Shell>;
  const { name, role } = found;
  const organises = role === "organiser" || (await organisesEvents(found.id));
  return <Shell viewer={{ name, role, organises }}>{children}</Shell>;
}
