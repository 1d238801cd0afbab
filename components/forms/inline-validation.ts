import { isVisible } from "@/lib/input/visible-text";

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function isControl(target: unknown): target is Control {
  const kinds = [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement];
  return kinds.some((kind) => target instanceof kind) && (target as Control).name !== "";
}

/** Whether a text that is required shows nothing, as a space does: for browsers it is there. */
const isBlank = (control: Control) =>
  control.required && ["text", "textarea"].includes(control.type) && !isVisible(control.value);

/** Whether a chosen file is larger than its control allows. */
function isTooLarge(control: Control): boolean {
  const { maxBytes } = control.dataset;
  const [file] = (control instanceof HTMLInputElement && control.files) || [];
  return maxBytes !== undefined && file !== undefined && file.size > Number(maxBytes);
}

/** The error of a field by its HTML attributes; the server checks again. */
export function problemOf(control: Control): string | undefined {
  const { validity } = control;
  if (isTooLarge(control)) return control.dataset.high ?? "Choose a smaller file.";
  if (isBlank(control)) return control.dataset.missing ?? "Fill this in.";
  if (validity.valid) return undefined;
  const attribute = (name: string) => control.getAttribute(name) ?? "";
  if (validity.badInput)
    return control.type === "number" ? "Enter a whole number." : "Enter the whole date or time.";
  if (validity.valueMissing) return control.dataset.missing ?? "Fill this in.";
  if (validity.typeMismatch) return "Enter an email address such as name@example.org.";
  if (validity.tooShort) return `Use at least ${attribute("minlength")} characters.`;
  if (validity.tooLong) return `Use at most ${attribute("maxlength")} characters.`;
  if (validity.rangeUnderflow) return control.dataset.low ?? `Use ${attribute("min")} or more.`;
  if (validity.rangeOverflow) return control.dataset.high ?? `Use ${attribute("max")} or less.`;
  if (validity.stepMismatch) return "Enter a whole number.";
  return control.validationMessage;
}
