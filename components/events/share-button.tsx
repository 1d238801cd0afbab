"use client";

import { Share2 } from "lucide-react";
import { useState } from "react";
import { buttonLook } from "@/components/ui/button-look";
import { copyText } from "@/components/ui/copy-text";
import { useHydrated } from "@/components/ui/use-hydrated";

/**
 * Shares a page by the device's own means, or copies its URL where there are none. Without JavaScript there is no
 * button, only its place.
 */
export function ShareButton({ title, url }: { title: string; url: string }) {
  const hydrated = useHydrated();
  const [said, setSaid] = useState("");

  const share = async () => {
    setSaid("");
    if (typeof navigator.share === "function" && (await shareNatively({ title, url }))) return;
    setSaid((await copyText(url)) ? "Link copied" : "Copy the link from the address bar.");
  };

  return (
    <span className={`inline-flex flex-wrap items-center gap-3 ${hydrated ? "" : "invisible"}`}>
      <button type="button" className={buttonLook("quiet")} onClick={share}>
        <Share2 aria-hidden className="size-5" />
        Share
      </button>
      <span role="status" className="text-sm text-muted empty:hidden">
        {said}
      </span>
    </span>
  );
}

/** Whether the device shared it, or the person decided against it; false if it could not. */
const shareNatively = (data: ShareData): Promise<boolean> =>
  navigator.share(data).then(
    () => true,
    (error: Error) => error.name === "AbortError",
  );
