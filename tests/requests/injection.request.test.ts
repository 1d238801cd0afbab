import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { addEvent, forgetLimits } from "@/tests/harness/accounts";
import { addressParameters } from "@/tests/harness/address-parameters";
import { askRoute, openEveryRoute } from "@/tests/harness/every-route";
import { hostileLine } from "@/tests/harness/hostile-text";
import { formData, readDocument, readForm, wordsOf } from "@/tests/harness/html-form";
import type { Answer, Visitor } from "@/tests/harness/http-client";
import { startSmtp } from "@/tests/harness/smtp";
import { startWorld, type World } from "@/tests/harness/world";

/** Texts that end a string, match everything, or are too long, in SQL and elsewhere. */
const odd = [
  `' or '1'='1`,
  `'); drop table users; --`,
  `" or ""="`,
  `1; select pg_sleep(9)`,
  `\\' or 1=1 --`,
  `%`,
  `_`,
  `%%%%_%%%%`,
  `$1`,
  `?`,
  `:q`,
  "\0",
  "a\0b",
  "\ud800",
  "\u202e",
  "x".repeat(5_000),
  "../../../../etc/passwd",
  "file:///etc/passwd",
  "{}",
  "[]",
  "null",
  "-1",
  "1e309",
  "NaN",
];

const oddAt = (n: number) => odd[n % odd.length] ?? "";

/** Names that every object has, and spellings by which other frameworks make objects and lists. */
const oddNames = [
  ...["__proto__", "__proto__[role]", "__proto__.role", "constructor", "constructor[prototype][role]"],
  ...["prototype", "toString", "hasOwnProperty", "role", "isAdmin", "createdBy", "userId", "id", ""],
];

const parameters = [...addressParameters, ...oddNames];

let world: World;
let routes: Awaited<ReturnType<typeof openEveryRoute>>;
beforeAll(async () => {
  world = await startWorld();
  routes = await openEveryRoute(world);
});
afterAll(() => world?.stop());

const errors = () =>
  world.server
    .log()
    .split("\n")
    .filter((line) => line.includes('"level":50'));

type Entries = [string, string | File][];
/** Makes other entries of those of the nth form. */
type Change = (entries: Entries, nth: number) => Entries;

type Form = { who: Visitor; action: string; button: string; words: Entries; others: Entries };

/** Every form of a page, by its first button, with what people type into it apart from its other fields. */
function formsOf(who: Visitor, page: Answer): Form[] {
  const { defaultView: window } = readDocument(page);
  if (!window) throw new Error("no document");
  return [...window.document.forms]
    .filter(({ method }) => method === "post")
    .map((form) => {
      const button = form.querySelector<HTMLElement>("button:not([type=button])");
      const controls = [...form.elements] as HTMLInputElement[];
      // An address or a link that is none would have the whole form refused.
      const typed = controls.filter(
        ({ type, name }) => ["password", "search", "text", "textarea"].includes(type) && name !== "contact",
      );
      for (const control of controls)
        if (control.type === "email") control.value ||= `${newId()}@example.org`;
      const isTyped = (name: string) => typed.some((control) => control.name === name);
      const entries = [...new window.FormData(form, button ?? undefined)] as Entries;
      return {
        ...{ who, action: form.getAttribute("action") || page.url },
        button: button?.textContent ?? "",
        words: entries.filter(([name]) => isTyped(name)),
        others: entries.filter(([name]) => !isTyped(name)),
      };
    });
}

/** The forms of all pages; last those that end something which other forms need. */
async function everyForm(): Promise<Form[]> {
  const forms: Form[] = [];
  for (const route of Object.values(await openEveryRoute(world))) {
    const page = await askRoute(route);
    expect(page.status, route.path).toBe(route.status);
    if (page.headers.get("content-type")?.startsWith("text/html") && !route.path.endsWith("/html"))
      forms.push(...formsOf(route.who, page));
  }
  const ends = [/^(Yes|Withdraw)/, /^Sign out/];
  const turnOf = ({ button }: Form) => ends.findIndex((end) => end.test(button));
  return forms.sort((a, b) => turnOf(a) - turnOf(b));
}

describe("no parameter of any address", () => {
  it("reaches the database as anything but a value", async () => {
    const queued = () => world.database.sql("select id from outbox where state = 'queued'");
    // Downloads are recorded, and some limited.
    const rows = async () => ({ ...(await world.database.dump()), audit_log: [], rate_limits: [] });
    await expect.poll(queued).toEqual([]);
    const before = await rows();
    for (const route of Object.values(routes)) {
      const [address = "", own = ""] = route.path.split("?");
      for (let shift = 0; shift < odd.length; shift += 6) {
        const query = new URLSearchParams(own);
        for (const [n, name] of parameters.entries())
          if (!query.has(name))
            query.append(
              name,
              oddAt(n + shift)
                .slice(0, 400)
                .toWellFormed(),
            );
        const answer = await askRoute({ ...route, path: `${address}?${query}` });
        expect(answer.status, `${address} ${shift}`).toBeLessThan(500);
      }
    }
    expect(await rows()).toEqual(before);
    expect(errors()).toEqual([]);
  });

  it("finds more than it says", async () => {
    const guest = world.visitor();
    const finds = async (q: string) =>
      !wordsOf(await guest.get(`/?${new URLSearchParams({ q })}`)).includes("No upcoming events match");
    expect(await finds("engines")).toBe(true);
    // Those with a control character count as no search.
    for (const text of odd.filter((each) => !/[\0\ud800\u202e]/.test(each)))
      expect(await finds(text), text).toBe(false);
  });
});

describe("no field of any form", () => {
  const oddWords = [0, 5, 10, 15, 20].map((shift): [string, Change] => [
    `with odd words, from the ${shift}th`,
    (entries, nth) => entries.map(([name], n) => [name, oddAt(nth + n + shift)]),
  ]);
  const others: [string, Change][] = [
    ["twice", (entries) => [...entries, ...entries.map(([name]): [string, string] => [name, "again"])]],
    [
      "as a list",
      (entries) =>
        entries.flatMap(([name, value]) => [
          [`${name}[]`, value],
          [`${name}[0]`, value],
        ]),
    ],
    [
      "as a file",
      (entries) => entries.map(([name]) => [name, new File(["x"], "'; drop table users; --.txt")]),
    ],
    [
      "beside odd names",
      (entries) => [
        ...entries.map(([name]): [string, string] => [name, ""]),
        ...oddNames.map((name): [string, string] => [name, "organiser"]),
      ],
    ],
  ];

  /** Sends every form, and counts them and those whose words were accepted. */
  async function sendForms(changed: (form: Form, nth: number) => Entries) {
    await forgetLimits(world.database);
    const counts = { sent: 0, accepted: 0 };
    for (const [nth, form] of (await everyForm()).entries()) {
      const { who, action, button, words } = form;
      const answer = await who.send(action, { method: "POST", body: formData(changed(form, nth)) });
      expect(answer.status, `${action} ${button} ${answer.text.slice(0, 200)}`).toBeLessThan(500);
      if (answer.location) expect(answer.location).toMatch(/^\/(?![/\\])/);
      counts.sent += 1;
      if (words.length > 0 && answer.status === 303) counts.accepted += 1;
    }
    expect(errors()).toEqual([]);
    return counts;
  }

  const typed = (change: Change) => sendForms(({ others, words }, nth) => [...others, ...change(words, nth)]);

  it.each(oddWords)("causes a fault: %j", async (_, change) => {
    const { sent, accepted } = await typed(change);
    expect(sent).toBeGreaterThanOrEqual(29);
    expect(accepted).toBeGreaterThan(0);
  });

  it.each(others)("causes a fault: %j", async (_, change) => {
    expect((await typed(change)).sent).toBeGreaterThanOrEqual(29);
  });

  it.each(oddWords)("causes a fault, in hidden fields too: %j", async (_, change) => {
    const { sent } = await sendForms(({ others, words }, nth) => {
      const own = others.filter(([name]) => name.startsWith("$ACTION"));
      return [...own, ...change([...others.filter((each) => !own.includes(each)), ...words], nth)];
    });
    expect(sent).toBeGreaterThanOrEqual(29);
  });
});

describe("a mail", () => {
  it("takes no header, recipient or part from what people typed", async () => {
    const smtp = await startSmtp();
    const own = await startWorld({ env: { SMTP_URL: smtp.url } });
    const { account: organiser } = await own.join({ role: "organiser" });
    const forged = "\r\nBcc: evil@example.com\r\nX-Evil: 1\r\n\r\n<script>injected()</script>";
    const headersOf = async (name: string, contact: string) => {
      const { account, visitor } = await own.join({ name: `Ada${name.slice(4)}` });
      const event = await addEvent(own.database, {
        createdBy: organiser.id,
        name,
        location: name.slice(0, 200),
      });
      await own.database.sql("update events set contact = ?, host = ? where id = ?", [
        contact,
        name.slice(0, 80),
        event,
      ]);
      await visitor.submit(await visitor.get(`/events/${event}`), "Request ticket");
      const mail = await smtp.waitForMail(({ envelopeTo }) => envelopeTo.includes(account.email));
      expect(mail.envelopeTo).toEqual([account.email]);
      expect([mail.to].flat().flatMap((to) => to?.value.map(({ address }) => address))).toEqual([
        account.email,
      ]);
      expect(mail.attachments.map(({ filename }) => filename)).toEqual([
        "ticket-qr.png",
        "ticket-barcode.png",
        expect.stringMatching(/^[a-z0-9-]+\.ics$/),
      ]);
      for (const { line } of mail.headerLines)
        expect(line.split("\r\n").every((each) => each.length <= 998)).toBe(true);
      return [mail.headerLines.map(({ key }) => key).sort(), mail] as const;
    };
    const [plain] = await headersOf("Jazz", "box@example.org");
    for (const text of [
      `Jazz${forged}`,
      "Jazz\nSubject: another",
      "Jazz =?utf-8?Q?=0D=0ABcc:_evil=40example.com?=",
      `Jazz ${hostileLine.slice(0, 110)}`,
      `Jazz ${"ä".repeat(110)}`,
    ]) {
      const [keys, mail] = await headersOf(text.slice(0, 120), `box@example.org${forged}`);
      expect(
        keys.filter((key) => key !== "reply-to"),
        text,
      ).toEqual(plain.filter((key) => key !== "reply-to"));
      expect(mail.subject, text).not.toMatch(/[\r\n]/);
      expect(mail.replyTo?.value.map(({ address }) => address) ?? [], text).not.toContain("evil@example.com");
    }
    await own.stop();
    await smtp.stop();
  });
});

describe("a redirect", () => {
  it.each([
    ...["//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example"],
    ...["https:evil.example", "https:/evil.example", "https://evil.example", "HTTPS://evil.example"],
    ...[
      "/%2fevil.example",
      "/%5cevil.example",
      "/.//evil.example",
      "/..//evil.example",
      "/%2e%2e//evil.example",
    ],
    ...[
      "javascript:alert(1)",
      "data:text/html,x",
      "//evil.example:80@localhost",
      "/@evil.example",
      ".evil.example",
    ],
    ...[
      "\u00a0//evil.example",
      "／／evil.example",
      "/\n/evil.example",
      "http:\\\\evil.example",
      "/ /evil.example",
    ],
    ...[
      "https://localhost.evil.example",
      "//localhost@evil.example/",
      "/events/../..//evil.example",
      "?//evil.example",
    ],
  ])("after a sign-in leads to a page of this site, also with next=%j", async (next) => {
    const { account, visitor } = await world.join();
    await visitor.submit(await visitor.get("/account"), "Sign out");
    const page = await visitor.get(`/sign-in?${new URLSearchParams({ next })}`);
    const fields = { email: account.email, password: "quiet otters juggle lanterns" };
    const { origin } = new URL(world.server.url);
    for (const link of readDocument(page).querySelectorAll<HTMLAnchorElement>("a[href]"))
      expect(new URL(link.href, page.url).origin, link.href).toBe(origin);
    const { entries } = readForm(page, "Sign in");
    for (const given of [{}, { next }] as Record<string, string>[]) {
      const answer = await visitor.submit(page, "Sign in", { ...fields, ...given });
      const location = answer.headers.get("location") ?? "";
      expect([answer.status, new URL(location, page.url).origin], location).toEqual([303, origin]);
      expect(location).not.toMatch(/^[/\\]{2}/);
    }
    const inForm = entries.filter(([name]) => name === "next").map(([, value]) => String(value));
    for (const value of inForm) expect(new URL(value, page.url).origin, value).toBe(origin);
  });

  it.each(["//evil.example/?q=", "/\\evil.example/?q=", "/%2fevil.example?q=", "/.//evil.example?q=&page="])(
    "from one spelling of an address to another stays here: %s",
    async (target) => {
      const response = await fetch(world.server.url + target, { redirect: "manual" });
      const location = response.headers.get("location");
      if (location) expect(new URL(location, world.server.url).origin).toBe(new URL(world.server.url).origin);
      else expect(response.status).toBeGreaterThanOrEqual(400);
    },
  );
});
