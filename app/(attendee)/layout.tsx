import type { ReactNode } from "react";
import { PersonalShell } from "@/app/personal-shell";

export default function Layout({ children }: { children: ReactNode }) {
  return <PersonalShell>{children}</PersonalShell>;
}
