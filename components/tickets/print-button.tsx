"use client";

import { Printer } from "lucide-react";
import { buttonLook } from "@/components/ui/button-look";
import { useHydrated } from "@/components/ui/use-hydrated";

/** Prints the page. Without JavaScript there is only the browser's own command. */
export function PrintButton() {
  const isReady = useHydrated();
  if (!isReady) return null;
  return (
    <button type="button" onClick={() => window.print()} className={buttonLook("quiet")}>
      <Printer aria-hidden className="size-5" />
      Print
    </button>
  );
}
