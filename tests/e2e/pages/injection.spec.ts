import { addressParameters } from "@/tests/harness/address-parameters";
import { hostileBlock, hostileLine, shortHostileText } from "@/tests/harness/hostile-text";
import { readRoutes } from "@/tests/harness/routes";
import { addHostileEvents, hostileScene, missingHostileColumns } from "../hostile-scene";
import { countInjected, expectNothingInjected, type findInjected } from "../injected";
import { expect, open, ready, test } from "../test";

/** The names of parameters in the links and search forms of a page. */
const parameterNames = (page: Parameters<typeof findInjected>[0]) =>
  page.evaluate(() => [
    ...[...document.querySelectorAll<HTMLAnchorElement>("a[href]")]
      .filter(({ origin }) => origin === location.origin)
      .flatMap(({ href }) => [...new URL(href).searchParams.keys()]),
    ...[...document.querySelectorAll<HTMLInputElement>("form[method=get] [name]")].map(({ name }) => name),
  ]);

const wordless = ["/[...missing]", "/dev/mailbox", "/dev/mailbox/[id]"];
const signInPages = /^\/(forgot-password|register|reset-password|sign-in(\/code)?|verify-email)$/;

for (const route of readRoutes().pages)
  test(`${route} shows words as words, from the database and from its address`, async ({
    openBrowser,
    noise,
    world,
  }) => {
    test.slow();
    // Chromium's, about a draft's date and numbers.
    noise.allow(/The specified value/);
    // The worker of a door is still fetching what it keeps when the page is left.
    noise.allow(/^net::ERR_FAILED: GET \S+\/_next\/static\//);
    const opened = (await hostileScene(world))[route];
    // A new page has to be in the scene.
    if (!opened?.[0]) throw new Error(`hostile-scene.ts opens no page of ${route}`);
    let shown = false;
    for (const { path, who, status = 200, enter } of opened) {
      const page = await openBrowser(who);
      const runs = await countInjected(page.context());
      await enter?.(page);
      const answer = await page.goto(path);
      await ready(page);
      // And not another page, to which this one leads.
      expect([answer?.status(), new URL(page.url()).pathname]).toEqual([status, path.split("?")[0]]);
      await expectNothingInjected(page, runs);
      shown ||= ((await page.locator("body").textContent()) ?? "").includes("injected()");
      expect((await parameterNames(page)).filter((name) => !addressParameters.includes(name))).toEqual([]);
      if (path !== opened[0].path) continue;
      for (const address of hostileAddresses(path)) {
        await open(page, address);
        await expectNothingInjected(page, runs);
      }
    }
    // Otherwise the page would show nothing about the words.
    expect(shown).toBe(!wordless.includes(route) && !signInPages.test(route));
  });

test("lists show words as words, whatever an event is called", async ({ openBrowser, world }) => {
  const organiser = await addHostileEvents(world);
  for (const [who, path] of [
    [undefined, "/"],
    [organiser, "/dashboard"],
  ] as const) {
    const page = await openBrowser(who);
    const runs = await countInjected(page.context());
    await open(page, path);
    await expectNothingInjected(page, runs);
    expect(await page.getByText("injected()").count()).toBeGreaterThan(20);
  }
});

test("the scene has hostile words in every column that is for people's words", async ({ world }) => {
  await hostileScene(world);
  expect(await missingHostileColumns()).toEqual([]);
});

/** Addresses of the page at `path`, and beside it, with hostile words in every parameter and part. */
function hostileAddresses(path: string): string[] {
  const [address = "", own = ""] = path.split("?");
  const query = new URLSearchParams(addressParameters.map((name) => [name, shortHostileText]));
  const twice = new URLSearchParams([
    ...query,
    ...addressParameters.map((name) => [name, "javascript:injected()"]),
  ]);
  const part = encodeURIComponent(`"><script data-injected>injected()</script>`);
  const above = address.replace(/[^/]+$/, "");
  return [
    `${address}?${query}`,
    ...(own ? [`${address}?${own}&${without(query, own)}`] : []),
    `${address}?${twice}`,
    `${address}?${encodeURIComponent(shortHostileText)}=1#${encodeURIComponent(shortHostileText)}`,
    `${above}${part}`,
    ...(address === "/" ? [] : [`${address}/${part}`]),
  ];
}

function without(query: URLSearchParams, own: string): URLSearchParams {
  const rest = new URLSearchParams(query);
  for (const name of new URLSearchParams(own).keys()) rest.delete(name);
  return rest;
}

const contexts: [string, (text: string) => string][] = [
  ["an element", (text) => `<p>${text}</p>`],
  ["a quoted attribute", (text) => `<p title="${text}">x</p>`],
  ["an attribute in single quotes", (text) => `<p title='${text}'>x</p>`],
  ["an attribute without quotes", (text) => `<p title=${text}>x</p>`],
  ["a title", (text) => `<title>${text}</title>`],
  ["a text area", (text) => `<textarea>${text}</textarea>`],
  ["a comment", (text) => `<!--${text}-->`],
  ["a block of data", (text) => `<script type="application/ld+json">"${text}"</script>`],
  ["a link", () => `<a href="javascript:injected()">x</a>`],
];

for (const [where, insert] of contexts)
  test(`the check finds a text that is not escaped in ${where}`, async ({ openBrowser, noise, world }) => {
    noise.allow(/./);
    const page = await openBrowser();
    const runs = await countInjected(page.context());
    await page.route("**/evil.invalid/**", (route) => route.abort());
    await page.goto(`${world.url}/manifest.webmanifest`);
    await page.setContent(insert(hostileLine));
    await expect(expectNothingInjected(page, runs)).rejects.toThrow();
  });

test("a script that a page's policy stops is heard all the same", async ({ openBrowser, noise, world }) => {
  const page = await openBrowser();
  const runs = await countInjected(page.context());
  const { headers } = await page.request.get(`${world.url}/sign-in`).then((answer) => ({
    headers: answer.headers(),
  }));
  await page.route("**/injected", (route) =>
    route.fulfill({
      headers: { "content-type": "text/html", ...pick(headers, "content-security-policy") },
      body: `<p>${hostileBlock}</p>`,
    }),
  );
  await page.goto(`${world.url}/injected`);
  await expect.poll(() => noise.lines.join("\n")).toMatch(/Content Security Policy/);
  expect(runs()).toBe(0);
  noise.allow(/./);
});

const pick = (headers: Record<string, string>, name: string) => ({ [name]: headers[name] ?? "" });
