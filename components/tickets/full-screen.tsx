"use client";

import { Maximize, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { buttonLook } from "@/components/ui/button-look";
import { useHydrated } from "@/components/ui/use-hydrated";

/**
 * A button that shows `children`, the barcodes, on the whole screen in black on white, and keeps the screen awake
 * meanwhile where the browser can. Without JavaScript there is no button.
 */
export function FullScreen({ children }: { children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isReady = useHydrated();
  const [isOpen, setIsOpen] = useState(false);
  useWakeLock(isOpen);

  const open = () => {
    dialog.current?.showModal();
    setIsOpen(true);
    // Not on iPhones, where the dialog alone has to do.
    document.documentElement.requestFullscreen?.().catch(() => {});
  };
  const onClose = () => {
    setIsOpen(false);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  };
  if (!isReady) return null;
  return (
    <>
      <button type="button" onClick={open} className={buttonLook("primary")}>
        <Maximize aria-hidden className="size-5" />
        Full screen
      </button>
      <dialog
        ref={dialog}
        onClose={onClose}
        aria-label="Ticket"
        className="m-0 h-dvh max-h-none w-screen max-w-none bg-white p-4 text-black"
      >
        {isOpen && (
          <div className="flex min-h-full flex-col">
            <form method="dialog" className="flex justify-end">
              <button type="submit" className="flex min-h-11 items-center gap-2 px-2 font-display">
                <X aria-hidden className="size-5" />
                Close
              </button>
            </form>
            <div className="m-auto grid w-full max-w-lg gap-4">{children}</div>
          </div>
        )}
      </dialog>
    </>
  );
}

/** Keeps the screen awake while `isOn`; browsers release the lock when the page is hidden. */
function useWakeLock(isOn: boolean) {
  useEffect(() => {
    if (!isOn || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | undefined;
    let ended = false;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      // Refused when the battery is low, for example.
      lock = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (ended) await lock?.release();
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      ended = true;
      document.removeEventListener("visibilitychange", ask);
      lock?.release();
    };
  }, [isOn]);
}
