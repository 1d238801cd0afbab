"use client";

import { Camera } from "lucide-react";
import {
  type FormEvent,
  type ReactNode,
  useActionState,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { commonRefusals } from "@/components/forms/action-form";
import { FieldError } from "@/components/forms/field";
import { HiddenFields } from "@/components/forms/hidden-fields";
import { buttonLook } from "@/components/ui/button-look";
import { inputLook } from "@/components/ui/input-look";
import { useHydrated } from "@/components/ui/use-hydrated";
import { type FormAction, type FormState, initialFormState } from "@/lib/actions/form-state";
import type { Verdict } from "@/lib/check-in/verdict";
import { DoorNotes } from "./door-notes";
import { signal } from "./signals";
import { type CameraState, useCamera } from "./use-camera";
import { useDoorClient } from "./use-door-client";
import { VerdictPanel } from "./verdict-panel";
import { verdictWords } from "./verdict-words";

export type DoorFacts = {
  /** The path of its page, where the scanner's requests begin. */
  address: string;
  name: string;
  eventName: string;
  timeZone: string;
  startsAt: Date;
  endsAt: Date;
  /** How many were checked in at this door. */
  checkedIn: number;
  /** Whether its time is over or its pass has ended: then it keeps no list, and sends what it did before. */
  hasEnded: boolean;
};

type DoorProps = {
  door: DoorFacts;
  checkIn: FormAction;
  undo: FormAction;
  /** The event or the pass, for the forms. */
  fields: Record<string, string>;
  /** For the form without JavaScript. */
  nonce: string;
  /** What was done last, as the address tells it. */
  shown: Verdict | "undone" | null;
  /** Whether a ticket can be checked in at any time, with a reason. */
  mayOverride: boolean;
  now: Date;
};

/** In ms: how long a verdict fills the screen. */
const fullFor = 1_500;

/**
 * A door: camera, keyboard and typed codes, and the verdict on each. Without JavaScript it is a form; with it, it goes
 * on without a network.
 */
export function Door({ door, checkIn, undo, fields, nonce, shown, mayOverride, now }: DoorProps) {
  const [state, formAction] = useActionState<FormState, FormData>(checkIn, initialFormState());
  const isReady = useHydrated();
  const { client, news } = useDoorClient(door);
  const [scanned, setScanned] = useState<{ verdict: Verdict | "undone"; at: Date } | null>(null);
  const [more, setMore] = useState(0);
  const [isFull, setIsFull] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const scans = useRef<Promise<void>>(Promise.resolve());
  const code = useRef<HTMLInputElement>(null);

  const sent = verdictIn(state);
  const latest = scanned ?? { verdict: sent ?? (state.submissions === 0 ? shown : null), at: now };
  const { verdict } = latest;
  const words =
    verdict && verdict !== "undone" && verdictWords(verdict, { timeZone: door.timeZone, now: latest.at });
  const asksWhy = mayOverride && words && "reason" in verdict && /^too-/.test(verdict.reason);

  const show = useCallback(
    (next: Verdict) => {
      setScanned({ verdict: next, at: new Date() });
      setIsFull(true);
      if (next.result === "checked-in") setMore((count) => count + 1);
      signal(verdictWords(next, { timeZone: door.timeZone, now: new Date() }).tone);
    },
    [door.timeZone],
  );

  // One after the other, and none is dropped.
  const scan = useCallback(
    (text: string, reason?: string) => {
      if (!client) return;
      scans.current = scans.current
        .then(async () => {
          setIsBusy(true);
          const next = await client.scan(text, reason);
          show(next);
          // To be corrected, or to be checked in with a reason.
          const isToStay =
            "reason" in next && (next.reason === "unreadable" || next.reason.startsWith("too-"));
          if (code.current && isToStay) code.current.value ||= text;
        })
        // Where the browser stores nothing more, the door cannot decide alone.
        .catch(() => show({ result: "not-valid", reason: "no-list" }))
        .finally(() => setIsBusy(false));
    },
    [client, show],
  );

  // The next scan ends it sooner.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each verdict has its own time
  useEffect(() => {
    if (!isFull) return;
    const timer = setTimeout(() => setIsFull(false), fullFor);
    return () => clearTimeout(timer);
  }, [isFull, scanned]);

  useEffect(() => {
    // A scanner that acts as a keyboard types wherever the focus is.
    const toCode = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, altKey } = event;
      const isTyping = target instanceof Element && target.closest("input, textarea, select");
      if (!isTyping && !ctrlKey && !metaKey && !altKey && /^[0-9a-z]$/i.test(key)) code.current?.focus();
    };
    addEventListener("keydown", toCode);
    return () => removeEventListener("keydown", toCode);
  }, []);

  const camera = useCamera(scan);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    if (!client) return;
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const text = String(typed.get("code") ?? "");
    if (text.trim()) scan(text, String(typed.get("reason") ?? ""));
    // At once, because scanners that type may press Enter twice.
    if (code.current) code.current.value = "";
    code.current?.focus();
  };

  const undoLast = async (event: FormEvent<HTMLFormElement>) => {
    if (!client || !verdict || verdict === "undone" || verdict.result !== "checked-in") return;
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    // Without a network and a store, it stays checked in.
    const isDone = await client.undo(verdict.nonce, reason).then(
      () => true,
      () => false,
    );
    if (!isDone) return;
    setScanned({ verdict: "undone", at: new Date() });
    setMore((count) => count - 1);
  };

  return (
    <div className="grid grid-cols-1 gap-5 md:grid-cols-2 md:items-start">
      <div className="grid grid-cols-1 gap-4">
        <CameraView state={camera.state} start={camera.start} isReady={isReady}>
          <video
            ref={camera.video}
            muted
            playsInline
            aria-label="Camera"
            className="size-full object-cover"
          />
        </CameraView>
        <DoorNotes news={news} timeZone={door.timeZone} />
      </div>
      <div className="grid grid-cols-1 gap-5">
        <form action={formAction} onSubmit={onSubmit} className="grid grid-cols-1 gap-3">
          <HiddenFields fields={{ ...fields, nonce }} />
          <label htmlFor="code" className="font-display">
            Ticket code
          </label>
          <input
            ref={code}
            id="code"
            name="code"
            defaultValue={state.values.code}
            required={!isReady}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            aria-invalid={state.errors.code ? true : undefined}
            aria-describedby={state.errors.code ? "code-error" : undefined}
            className={`${inputLook} font-mono! uppercase placeholder:normal-case`}
          />
          <FieldError id="code-error" error={state.errors.code} />
          {asksWhy && (
            <>
              <label htmlFor="reason" className="font-display">
                Reason
              </label>
              <p id="reason-hint" className="text-sm text-muted">
                With a reason, this ticket is checked in outside the usual time.
              </p>
              <input
                id="reason"
                name="reason"
                defaultValue={state.values.reason}
                maxLength={200}
                aria-describedby="reason-hint"
                className={inputLook}
              />
            </>
          )}
          <button type="submit" aria-busy={isBusy} className={buttonLook("primary")}>
            Check in
          </button>
        </form>
        <div role="status">
          {refusalText(state)}
          {verdict === "undone" && (
            <p className="rounded-control bg-raised px-4 py-3">Undone. The ticket can be checked in again.</p>
          )}
          {words && (
            <VerdictPanel words={words} isFull={isFull} where={`${door.name} · ${door.eventName}`}>
              {isFull && (
                <button
                  type="button"
                  onClick={() => setIsFull(false)}
                  className="min-h-12 cursor-pointer rounded-button border border-current px-5 font-display"
                >
                  Next scan
                </button>
              )}
            </VerdictPanel>
          )}
        </div>
        {verdict && verdict !== "undone" && verdict.result === "checked-in" && (
          <UndoForm
            action={undo}
            onSubmit={undoLast}
            fields={{ ...fields, nonce: verdict.nonce }}
            asksWhy={mayOverride}
          />
        )}
        <p className="text-muted">
          <span data-checked-in>{door.checkedIn + more}</span> checked in at this door
        </p>
      </div>
    </div>
  );
}

/** The verdict in the answer to the form without JavaScript. */
function verdictIn({ refusal }: FormState): Verdict | null {
  return refusal?.facts && "result" in refusal.facts ? (refusal.facts as unknown as Verdict) : null;
}

function refusalText(state: FormState): ReactNode {
  if (!state.refusal || verdictIn(state)) return null;
  const { text } = commonRefusals[state.refusal.reason] ?? commonRefusals.busy ?? { text: "" };
  return <p className="rounded-control border-l-4 border-bad bg-raised px-4 py-3">{text}</p>;
}

function UndoForm({
  action,
  onSubmit,
  fields,
  asksWhy,
}: {
  action: FormAction;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  fields: Record<string, string>;
  asksWhy: boolean;
}) {
  const [, formAction] = useActionState<FormState, FormData>(action, initialFormState());
  return (
    <form action={formAction} onSubmit={onSubmit} className="flex flex-wrap gap-3">
      <HiddenFields fields={fields} />
      {asksWhy && (
        <input
          name="reason"
          maxLength={200}
          autoComplete="off"
          aria-label="Reason to undo"
          placeholder="Reason (optional)"
          className={`${inputLook} max-w-60`}
        />
      )}
      <button type="submit" className={buttonLook("quiet")}>
        Undo
      </button>
    </form>
  );
}

const cameraTexts: Partial<Record<CameraState, string>> = {
  starting: "Starting the camera…",
  missing: "There is no camera that this page can use. Type the code, or use a scanner that types it.",
  refused:
    "The camera is not allowed. Allow it in the settings of the browser and reload this page, or type the code.",
};

/** The picture of the camera, or why there is none. Without JavaScript there is nothing. */
function CameraView({
  state,
  start,
  isReady,
  children,
}: {
  state: CameraState;
  start: () => void;
  isReady: boolean;
  children: ReactNode;
}) {
  const hasPicture = state === "on" || state === "starting";
  if (!isReady) return null;
  return (
    <div
      className={`relative overflow-hidden rounded-stub ${hasPicture ? "aspect-square bg-black sm:aspect-4/3" : "bg-raised p-5"}`}
    >
      <div className={hasPicture ? "size-full" : "hidden"}>{children}</div>
      {state === "off" && (
        <button type="button" onClick={start} className={`${buttonLook("primary")} w-full`}>
          <Camera aria-hidden className="size-5" />
          Scan with the camera
        </button>
      )}
      <p
        className={
          state === "starting"
            ? "absolute inset-x-0 bottom-0 bg-black/70 p-3 text-center text-white"
            : "empty:hidden"
        }
      >
        {cameraTexts[state]}
      </p>
    </div>
  );
}
