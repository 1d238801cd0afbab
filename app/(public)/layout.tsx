import type { Metadata } from "next";
import type { ReactNode } from "react";
import { AccountIsland } from "@/components/shell/account-island";
import { Shell } from "@/components/shell/shell";

export const metadata: Metadata = { robots: null };

export default function Layout({ children }: { children: ReactNode }) {
  return <Shell account={<AccountIsland />}>{children}</Shell>;
}
