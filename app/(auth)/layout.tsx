import type { ReactNode } from "react";
import { NavIsland } from "@/components/shell/nav-island";
import { Shell } from "@/components/shell/shell";

export default function Layout({ children }: { children: ReactNode }) {
  return <Shell nav={<NavIsland />}>{children}</Shell>;
}
