import { hostileBlock, shortHostileText } from "@/tests/harness/hostile-text";
import { formData, readDocument } from "@/tests/harness/html-form";
import { type Answer, openVisitor } from "@/tests/harness/http-client";
import { readRoutes } from "@/tests/harness/routes";
import { hostileScene } from "../hostile-scene";
import { countInjected, expectNothingInjected } from "../injected";
import { expect, ready, test } from "../test";

/** Pages with forms that people type into. */
const withForms = [
  ...[
    "/account",
    "/account/two-step",
    "/dashboard/events/[id]",
    "/dashboard/events/[id]/door",
    "/dashboard/events/[id]/edit",
  ],
  ...["/dashboard/events/[id]/messages", "/dashboard/events/new", "/door/[pass]", "/forgot-password"],
  ...["/register", "/reset-password", "/sign-in", "/sign-in/code", "/verify-email"],
];

type Filled = { path: string; body: FormData };

/** Every form of a page that people type into, by each of its buttons, with hostile words in every field. */
function fillForms(page: Answer): Filled[] {
  const { defaultView: window } = readDocument(page);
  if (!window) throw new Error("no document");
  const forms = [...window.document.forms].filter(({ method }) => method === "post");
  return forms.flatMap((form) => {
    const typed = [...form.elements].filter(
      (element): element is HTMLInputElement =>
        element.localName === "textarea" ||
        (element.localName === "input" &&
          !["hidden", "file", "radio", "checkbox"].includes((element as HTMLInputElement).type)),
    );
    for (const field of typed) {
      if (field.localName === "input" && field.type !== "password") field.type = "text";
      field.value = field.localName === "textarea" ? hostileBlock : shortHostileText;
    }
    const buttons = [...form.elements].filter(
      (element): element is HTMLButtonElement =>
        element.localName === "button" && (element as HTMLButtonElement).type === "submit",
    );
    if (typed.length === 0) return [];
    return buttons.map((button) => ({
      path: form.getAttribute("action") || page.url,
      body: formData([...new window.FormData(form, button)] as [string, string][]),
    }));
  });
}

for (const route of readRoutes().pages)
  test(`what is typed on ${route} comes back as words`, async ({ openBrowser, noise, world }) => {
    test.slow();
    noise.allow(/The specified value/);
    let tried = 0;
    for (const { path, who, status = 200, enter } of (await hostileScene(world))[route] ?? []) {
      const page = await openBrowser(who);
      const runs = await countInjected(page.context());
      await enter?.(page);
      const visitor = openVisitor(world.url);
      for (const { name, value } of await page.context().cookies()) visitor.setCookie(name, value);
      const opened = await visitor.get(path);
      expect(opened.status, path).toBe(status);
      for (const { path: action, body } of fillForms(opened)) {
        const sent = await visitor.send(action, { method: "POST", body });
        const answer = await visitor.follow(sent);
        await page.route(answer.url, (asked) =>
          asked.fulfill({
            status: answer.status,
            headers: Object.fromEntries(answer.headers),
            body: answer.text,
          }),
        );
        await page.goto(answer.url);
        await ready(page);
        await expectNothingInjected(page, runs);
        await page.unroute(answer.url);
        tried += 1;
      }
    }
    expect(tried > 0).toBe(withForms.includes(route));
  });
