"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { forgetDoors } from "@/components/check-in/forget-doors";
import { forgetTickets } from "./forget-tickets";
import { BottomNav, HeaderNav, type NavViewer } from "./nav";
import { useViewer } from "./use-viewer";

type IslandProps = {
  /** The viewer of a personal page. Pages that are the same for everyone ask for theirs. */
  viewer?: NavViewer | null;
};

function useNav({ viewer: known }: IslandProps) {
  const path = usePathname();
  const asked = useViewer({ skip: known !== undefined });
  return { path, viewer: known === undefined ? asked : known, asked };
}

/** The header's links: as for signed-out visitors until the viewer is known. */
export function HeaderIsland(props: IslandProps) {
  const { path, viewer, asked } = useNav(props);
  useEffect(() => {
    forgetTickets(asked);
    forgetDoors().catch(() => {});
  }, [asked]);
  const returns = path === "/" || path.startsWith("/events/");
  const signInHref = returns ? `/sign-in?next=${encodeURIComponent(path)}` : "/sign-in";
  return (
    <HeaderNav viewer={viewer ?? null} path={path} signInHref={signInHref} isPending={viewer === undefined} />
  );
}

export function BottomIsland(props: IslandProps) {
  const { path, viewer } = useNav(props);
  return <BottomNav viewer={viewer ?? null} path={path} />;
}
