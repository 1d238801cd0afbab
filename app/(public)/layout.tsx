import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";

export const metadata: Metadata = { robots: null };

export default function Layout({ children }: { children: ReactNode }) {
  return <Shell>{children}</Shell>;
}
