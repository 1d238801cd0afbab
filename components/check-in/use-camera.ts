import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { openBarcodeReader } from "./barcode-reader";

export type CameraState = "off" | "starting" | "on" | "missing" | "refused";

/** In ms: between two looks at the picture, and how long a code has to be out of sight to be read again. */
const pause = 120;
const forgetAfter = 1_200;

/**
 * A camera that reads barcodes into `onRead`, each once as long as it is in sight. It goes on whatever was read, and
 * starts by itself where the browser has allowed it before.
 */
export function useCamera(onRead: (text: string) => void): {
  video: RefObject<HTMLVideoElement | null>;
  state: CameraState;
  start: () => void;
} {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CameraState>("off");
  const [isWanted, setIsWanted] = useState(false);
  const read = useRef(onRead);
  useEffect(() => {
    read.current = onRead;
  });

  useEffect(() => {
    // Browsers have cameras on secure pages only.
    if (!navigator.mediaDevices?.getUserMedia) return setState("missing");
    navigator.permissions
      ?.query({ name: "camera" as PermissionName })
      .then(({ state: permission }) => permission === "granted" && setIsWanted(true))
      .catch(() => {});
  }, []);

  useEffect(() => {
    if (!isWanted) return;
    let stream: MediaStream | undefined;
    let ended = false;
    const lastSeen = new Map<string, number>();

    const look = async (reader: Awaited<ReturnType<typeof openBarcodeReader>>) => {
      const element = video.current;
      // A picture that cannot be read is like one without a code.
      const found = element ? await reader(element).catch(() => []) : [];
      const at = performance.now();
      for (const text of found) {
        const before = lastSeen.get(text);
        lastSeen.set(text, at);
        if (before === undefined || at - before > forgetAfter) read.current(text);
      }
      if (!ended) setTimeout(() => look(reader), pause);
    };

    const open = async () => {
      setState("starting");
      const video_ = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: video_, audio: false });
      const element = video.current;
      if (ended || !element) return stop();
      element.srcObject = stream;
      await element.play().catch(() => {});
      const reader = await openBarcodeReader();
      setState("on");
      look(reader);
    };
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    open().catch((error: unknown) => {
      stop();
      const isRefused = error instanceof DOMException && /NotAllowed|Security/.test(error.name);
      setIsWanted(false);
      setState(isRefused ? "refused" : "missing");
    });
    return () => {
      ended = true;
      stop();
    };
  }, [isWanted]);

  return { video, state, start: useCallback(() => setIsWanted(true), []) };
}
