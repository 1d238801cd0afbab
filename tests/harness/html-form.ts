import { JSDOM } from "jsdom";

export type ReadForm = {
  /** The URL of the form's action, by default the page itself. */
  action: string;
  method: "get" | "post";
  /** Names and values of all fields that a browser would send, in order. */
  entries: Entries;
};

export const readDocument = (page: { text: string; url: string }): Document =>
  new JSDOM(page.text, { url: page.url }).window.document;

const nameOf = (button: Element) =>
  (button.getAttribute("aria-label") ?? button.textContent ?? "").replace(/\s+/g, " ").trim();

/** The form of the first button with that name. @throws if there is none */
export function readForm(page: { text: string; url: string; status: number }, button: string): ReadForm {
  const { window } = new JSDOM(page.text, { url: page.url });
  const buttons = [...window.document.querySelectorAll("button")];
  const pressed = buttons.find((candidate) => nameOf(candidate) === button && candidate.form);
  if (!pressed?.form) {
    const others = buttons.map(nameOf).join(", ") || "none";
    throw new Error(`No button “${button}” on ${page.url} (${page.status}); its buttons: ${others}.`);
  }
  return {
    action: pressed.form.getAttribute("action") || page.url,
    method: pressed.form.method === "post" ? "post" : "get",
    entries: [...new window.FormData(pressed.form, pressed)].map(([name, value]) => [
      name,
      typeof value === "string" ? value : noFile,
    ]),
  };
}

/** Changed and added fields by name; null removes one. */
export type FormChanges = Record<string, string | File | null>;

type Entries = [name: string, value: string | File][];

/** What a browser sends for a file input where nothing was chosen. */
const noFile = new File([], "", { type: "application/octet-stream" });

export const changeFields = (entries: Entries, changes: FormChanges): Entries => [
  ...entries.filter(([name]) => !(name in changes)),
  ...Object.entries(changes).filter((change): change is [string, string | File] => change[1] !== null),
];

export function formData(entries: Entries): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

/** The request of React's client for a server action: the action's id in a header, its state, and its fields. */
export function asFetchAction(entries: Entries): { headers: Record<string, string>; body: FormData } {
  const [, action = "{}"] = entries.find(([name]) => /^\$ACTION_\d+:0$/.test(name)) ?? [];
  const fields = entries.filter(([name]) => !name.startsWith("$ACTION"));
  const body = formData(fields.map(([name, value]) => [`_1_${name}`, value]));
  body.append("0", JSON.stringify([{ errors: {}, values: {}, submissions: 0 }, "$K1"]));
  return {
    headers: { "Next-Action": (JSON.parse(String(action)) as { id: string }).id, Accept: "text/x-component" },
    body,
  };
}

/** The visible error of a control, or null. */
export function fieldError(page: { text: string; url: string }, name: string): string | null {
  const document = readDocument(page);
  const control = document.querySelector(`form [name="${name}"][aria-invalid="true"]`);
  const ids = control?.closest("fieldset")?.getAttribute("aria-describedby") ?? "";
  const described = `${control?.getAttribute("aria-describedby") ?? ""} ${ids}`.split(" ");
  const id = described.find((each) => each.endsWith("-error"));
  return (id && document.getElementById(id)?.textContent) || null;
}

/** The value of a control in a page. */
export function fieldValue(page: { text: string; url: string }, name: string): string | undefined {
  const controls = [...readDocument(page).querySelectorAll(`form [name="${name}"]`)] as HTMLInputElement[];
  return controls.find((control) => control.type !== "radio" || control.checked)?.value;
}

/** The value of the control with this label. @throws if there is none */
export function labelledValue(page: { text: string; url: string }, name: string): string {
  const labels = [...readDocument(page).querySelectorAll("label")];
  const control = labels.find((label) => label.textContent?.trim() === name)?.control;
  if (!control) throw new Error(`There is no control “${name}” on ${page.url}.`);
  return (control as HTMLInputElement).value;
}

/** The text of a page without scripts. */
export function wordsOf(page: { text: string; url: string }): string {
  const document = readDocument(page);
  for (const script of document.querySelectorAll("script, style")) script.remove();
  return (document.body.textContent ?? "").replace(/\s+/g, " ").trim();
}
