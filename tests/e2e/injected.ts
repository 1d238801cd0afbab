import type { BrowserContext, Page } from "@playwright/test";
import { expect } from "./test";

/** From now on `injected()` exists in every page of the browser; the function tells how often it ran. */
export async function countInjected(context: BrowserContext): Promise<() => number> {
  let runs = 0;
  await context.exposeFunction("injected", () => {
    runs += 1;
  });
  context.on("dialog", (dialog) => {
    if (dialog.type() !== "beforeunload") runs += 1;
    dialog.dismiss();
  });
  return () => runs;
}

/**
 * The elements of a page that came from a hostile text, or that could run one: those that are named like it, any
 * attribute with a script, and any address that is not one of a page, a mail, a calendar or an image's bytes.
 */
export const findInjected = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const safe: Record<string, RegExp> = {
      href: /^(https?|mailto|webcal|geo):/,
      src: /^(https?|blob):|^data:image\//,
      action: /^https?:/,
      formaction: /^https?:/,
      data: /^https?:/,
    };
    /** What React gives a form that only scripts may send. */
    const isReacts = (value: string) =>
      value.startsWith("javascript:throw new Error('A React form was unexpectedly");
    const isUnsafe = ({ name, value }: Attr) =>
      name.startsWith("on") ||
      name === "data-injected" ||
      name === "srcdoc" ||
      (name in safe && !isReacts(value) && !safe[name]?.test(new URL(value || "/", document.baseURI).href));
    return [...document.querySelectorAll("*")]
      .filter(
        (element) => element.localName.startsWith("injected-") || [...element.attributes].some(isUnsafe),
      )
      .map((element) => element.outerHTML.slice(0, 300));
  });

/** The page shows hostile texts as text. */
export async function expectNothingInjected(page: Page, runs: () => number): Promise<void> {
  expect(await findInjected(page), page.url()).toEqual([]);
  expect(runs(), `scripts that ran on ${page.url()}`).toBe(0);
}
