"use client";

import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { inputLook } from "@/components/ui/input-look";
import { useHydrated } from "@/components/ui/use-hydrated";
import { useFormContext } from "./form-context";

const controlLook = `${inputLook} py-2.5 aria-invalid:border-2 aria-invalid:border-bad`;

type FieldProps = {
  name: string;
  label: string;
  /** Help below the label. */
  hint?: ReactNode;
  /** The error for an empty value. */
  missing?: string;
  className?: string;
};

/** Ids and attributes that associate a control with its hint and its error. */
function useField(name: string, hint: ReactNode) {
  const id = useId();
  const { state, errorOf } = useFormContext();
  const error = errorOf(name);
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    error,
    value: state.values[name],
    attributes: {
      id,
      name,
      "aria-invalid": error ? true : undefined,
      "aria-describedby": describedBy || undefined,
    },
  };
}

function Frame({
  id,
  label,
  hint,
  error,
  className,
  children,
}: Omit<FieldProps, "name"> & { id: string; error?: string; children: ReactNode }) {
  return (
    <div className={`grid grid-cols-1 content-start gap-1.5 ${className ?? ""}`}>
      <label htmlFor={id} className="font-display">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {children}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}

/** The visible error of a field. */
export function FieldError({ id, error }: { id: string; error?: string }) {
  if (!error) return null;
  return (
    <p id={id} className="text-sm font-display text-bad">
      {error}
    </p>
  );
}

export function TextField({
  name,
  label,
  hint,
  missing,
  className,
  ...input
}: FieldProps & Omit<ComponentProps<"input">, "name">) {
  const field = useField(name, hint);
  const frame = { id: field.id, label, hint, error: field.error, className };
  if (input.type === "password")
    return (
      <Frame {...frame}>
        <PasswordInput {...input} {...field.attributes} data-missing={missing} />
      </Frame>
    );
  return (
    <Frame {...frame}>
      <input
        {...input}
        {...field.attributes}
        defaultValue={field.value}
        data-missing={missing}
        className={controlLook}
      />
    </Frame>
  );
}

/** With JavaScript, a button shows what was typed. */
function PasswordInput(input: ComponentProps<"input">) {
  const isReady = useHydrated();
  const [isShown, setIsShown] = useState(false);
  return (
    <div className="relative">
      <input {...input} type={isShown ? "text" : "password"} className={`${controlLook} pr-20`} />
      {isReady && (
        <button
          type="button"
          aria-controls={input.id}
          onClick={() => setIsShown(!isShown)}
          className="absolute inset-y-0 right-0 min-w-18 cursor-pointer rounded-control px-3 font-display text-sm underline underline-offset-4"
        >
          {isShown ? "Hide" : "Show"}
        </button>
      )}
    </div>
  );
}

/** Chooses a file. `data-max-bytes` is its largest size, and `data-high` the error for a larger one. */
export function FileField({ name, label, hint, className, ...input }: FieldProps & FileInputProps) {
  const field = useField(name, hint);
  return (
    <Frame id={field.id} label={label} hint={hint} error={field.error} className={className}>
      <input {...input} {...field.attributes} type="file" className={controlLook} />
    </Frame>
  );
}

type FileInputProps = Omit<ComponentProps<"input">, "name" | "type"> & { "data-max-bytes"?: number };

export function TextArea({
  name,
  label,
  hint,
  missing,
  className,
  ...area
}: FieldProps & Omit<ComponentProps<"textarea">, "name">) {
  const field = useField(name, hint);
  return (
    <Frame id={field.id} label={label} hint={hint} error={field.error} className={className}>
      <textarea
        rows={5}
        {...area}
        {...field.attributes}
        defaultValue={field.value}
        data-missing={missing}
        className={controlLook}
      />
    </Frame>
  );
}

type SelectFieldProps = FieldProps &
  Omit<ComponentProps<"select">, "name"> & { choices: { value: string; label: string }[] };

/** Chooses one of several values from a list. */
export function SelectField({ name, label, hint, missing, className, choices, ...select }: SelectFieldProps) {
  const field = useField(name, hint);
  return (
    <Frame id={field.id} label={label} hint={hint} error={field.error} className={className}>
      <select
        // React falls back to the first option after an answer, unless the select is a new one.
        key={field.value}
        {...select}
        {...field.attributes}
        defaultValue={field.value}
        data-missing={missing}
        className={controlLook}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

type Choice = { value: string; label: string; hint?: string };

export function RadioField({ name, label, hint, choices }: FieldProps & { choices: Choice[] }) {
  const field = useField(name, hint);
  return (
    <fieldset
      key={field.value}
      className="grid grid-cols-1 gap-2"
      aria-describedby={field.attributes["aria-describedby"]}
    >
      <legend className="mb-1.5 font-display">{label}</legend>
      {hint && (
        <p id={`${field.id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        {choices.map((choice, index) => (
          <div
            key={choice.value}
            className="flex gap-3 rounded-control border border-edge bg-surface p-3 has-checked:border-ink has-checked:bg-raised has-checked:ring-1 has-checked:ring-ink"
          >
            <input
              type="radio"
              id={`${field.id}-${choice.value}`}
              name={name}
              value={choice.value}
              defaultChecked={field.value === choice.value}
              aria-invalid={field.error && index === 0 ? true : undefined}
              aria-describedby={choice.hint ? `${field.id}-${choice.value}-hint` : undefined}
              className="mt-1 size-4 shrink-0 accent-ink"
            />
            <div>
              <label htmlFor={`${field.id}-${choice.value}`} className="block font-display">
                {choice.label}
              </label>
              {choice.hint && (
                <p id={`${field.id}-${choice.value}-hint`} className="text-sm text-muted">
                  {choice.hint}
                </p>
              )}
            </div>
          </div>
        ))}
      </div>
      <FieldError id={`${field.id}-error`} error={field.error} />
    </fieldset>
  );
}
