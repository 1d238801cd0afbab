"use client";

import { type ReactNode, useRef, useState } from "react";
import { useFormContext } from "@/components/forms/form-context";
import { buttonLook } from "@/components/ui/button-look";
import { Notice } from "@/components/ui/notice";

type PasskeyButtonProps = {
  /** Asks the browser for what the form sends. */
  ask: () => Promise<unknown>;
  /** What is said when the browser gave nothing, by the name of its error. */
  problems: Record<string, string>;
  tone: "primary" | "quiet";
  children: ReactNode;
};

/** Sends its form with what the browser's authenticator answered, as the field `response`. */
export function PasskeyButton({ ask, problems, tone, children }: PasskeyButtonProps) {
  const field = useRef<HTMLInputElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [problem, setProblem] = useState("");
  const { errorOf } = useFormContext();
  const said = problem || errorOf("response");
  const press = async () => {
    setIsAsking(true);
    setProblem("");
    try {
      const response = JSON.stringify(await ask());
      if (!field.current) return;
      field.current.value = response;
      field.current.form?.requestSubmit();
    } catch (error) {
      const { name } = error as Error;
      setProblem(problems[name] ?? "Your browser gave no passkey. Try again.");
    } finally {
      setIsAsking(false);
    }
  };
  return (
    <>
      {said && (
        <Notice tone="bad" focusable>
          {said}
        </Notice>
      )}
      <input type="hidden" name="response" ref={field} />
      <button
        type="button"
        onClick={press}
        disabled={isAsking}
        aria-busy={isAsking}
        className={buttonLook(tone)}
      >
        {children}
      </button>
    </>
  );
}
