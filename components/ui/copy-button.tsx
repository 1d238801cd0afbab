"use client";

import { useState } from "react";
import { buttonLook } from "./button-look";
import { copyText } from "./copy-text";
import { useHydrated } from "./use-hydrated";

/** Copies a text. Without JavaScript there is no button, only its place. */
export function CopyButton({ text, describedBy }: { text: string; describedBy?: string }) {
  const hydrated = useHydrated();
  const [said, setSaid] = useState("");
  return (
    <span className={hydrated ? "contents" : "invisible"}>
      <button
        type="button"
        aria-describedby={describedBy}
        className={buttonLook("quiet")}
        onClick={async () => setSaid((await copyText(text)) ? "Copied" : "Select the text to copy it.")}
      >
        Copy
      </button>
      <span role="status" className="self-center text-sm text-muted empty:hidden">
        {said}
      </span>
    </span>
  );
}
