"use client";

import type { ReactNode } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";

/** Opens a map at a place: in the device's own program for maps where JavaScript tells which that is. */
export function MapLink({ place, children }: { place: string; children: ReactNode }) {
  const hydrated = useHydrated();
  return (
    <a
      href={mapAddress(place, hydrated ? navigator.userAgent : "")}
      rel="noreferrer"
      className="underline underline-offset-2"
    >
      {children}
    </a>
  );
}

/** The address of a map at a place, for the device with this User-Agent. */
export function mapAddress(place: string, userAgent: string): string {
  const query = encodeURIComponent(place);
  if (/\bAndroid\b/.test(userAgent)) return `geo:0,0?q=${query}`;
  // An iPad says that it is a Macintosh.
  if (/\b(iPhone|iPad|iPod|Macintosh)\b/.test(userAgent)) return `https://maps.apple.com/?q=${query}`;
  return `https://www.openstreetmap.org/search?query=${query}`;
}
