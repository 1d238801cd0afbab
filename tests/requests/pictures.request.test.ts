import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Account, addAccounts, addEvent } from "@/tests/harness/accounts";
import {
  asFetchAction,
  changeFields,
  fieldError,
  fieldValue,
  readDocument,
  readForm,
  wordsOf,
} from "@/tests/harness/html-form";
import type { Answer, Visitor } from "@/tests/harness/http-client";
import { eventIdIn } from "@/tests/harness/http-client";
import { drawPicture, fileOf } from "@/tests/harness/pictures";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let organiser: Account;
let host: Visitor;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());
beforeEach(async () => {
  ({ account: organiser, visitor: host } = await world.join({ role: "organiser", name: "Grace Hopper" }));
});

const form = {
  name: "Lantern walk",
  location: "Pier 7",
  capacity: "40",
  date: new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10),
  time: "18:30",
};
const newForm = () => host.get("/dashboard/events/new");
const eventRow = async (location: string | null) => {
  const id = eventIdIn(location);
  return (await world.database.sql("select * from events where id = ?", [id]))[0];
};
const pictureRows = () => world.database.sql("select * from pictures where uploaded_by = ?", [organiser.id]);
const pictureOn = (page: Answer) => readDocument(page).querySelector("form img")?.getAttribute("src");
const ask = (path: string, init: RequestInit = {}) => fetch(world.server.url + path, init);

/** Creates an event with a picture and returns the address of its page and the picture's id. */
async function withPicture() {
  const picture = fileOf(await drawPicture("jpeg"));
  const { location } = await host.submit(await newForm(), "Create event", { ...form, picture });
  const pictureId = String((await eventRow(location))?.picture_id);
  return { path: `/dashboard/events/${eventIdIn(location)}`, pictureId };
}

describe("a picture", () => {
  it("is uploaded with the form, stored as WebP in three widths, and served immutably", async () => {
    const { pictureId } = await withPicture();
    for (const width of [480, 960, 1920]) {
      const answer = await ask(`/pictures/${pictureId}/${width}.webp`);
      expect(answer.status).toBe(200);
      for (const [name, value] of Object.entries({
        "content-type": "image/webp",
        "cache-control": "public, max-age=31536000, immutable",
        "content-encoding": null,
        "set-cookie": null,
        "x-content-type-options": "nosniff",
      }))
        expect(answer.headers.get(name), name).toBe(value);
      const file = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
      expect(file).toMatchObject({ format: "webp", width, height: (width * 2) / 3 });
    }
    const path = `/pictures/${pictureId}/480.webp`;
    const tag = String((await ask(path)).headers.get("etag"));
    const headers = { "If-None-Match": tag, "Cache-Control": "max-age=0" };
    expect((await ask(path, { headers })).status).toBe(304);
    const head = await ask(path, { method: "HEAD" });
    expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, tag, ""]);
  });

  it.each(["480.png", "481.webp", "480.webp.webp", "99999.webp", "480", "%2e%2e"])(
    "is not there as %s, and no other is",
    async (file) => {
      const { pictureId } = await withPicture();
      for (const id of [pictureId, "0".repeat(20), "x", "%27"])
        expect((await ask(`/pictures/${id}/${file}`)).status, id).toBe(404);
    },
  );

  it("survives a refused form without being sent again", async () => {
    const picture = fileOf(await drawPicture("png"), "a.png", "image/png");
    const refused = await host.submit(await newForm(), "Create event", { ...form, name: "", picture });
    expect(fieldError(refused, "name")).toContain("Enter a name");
    const pictureId = String(fieldValue(refused, "pictureId"));
    expect(pictureOn(refused)).toBe(`/pictures/${pictureId}/960.webp`);
    const { location } = await host.submit(refused, "Create event", form);
    expect(await eventRow(location)).toMatchObject({ picture_id: pictureId });
    expect(await pictureRows()).toHaveLength(1);
  });

  it("can be replaced and removed by a promoted attendee, and is copied with the event", async () => {
    const { path, pictureId } = await withPicture();
    const { account, visitor } = await world.join();
    await host.submit(await host.get(path), "Add organiser", { email: account.email });
    const edit = await visitor.get(`${path}/edit`);
    expect(fieldValue(edit, "pictureId")).toBe(pictureId);
    const picture = fileOf(await drawPicture("webp"), "b.webp", "image/webp");
    expect((await visitor.submit(edit, "Save changes", { picture })).location).toBe(`${path}?done=changed`);
    const replaced = String((await eventRow(path))?.picture_id);
    expect(replaced).not.toBe(pictureId);

    const id = path.split("/").at(-1);
    const copy = await host.submit(await host.get(`/dashboard/events/new?from=${id}`), "Create event", form);
    expect(await eventRow(copy.location)).toMatchObject({ picture_id: replaced });

    const removal = { removePicture: "on" };
    await visitor.submit(await visitor.get(`${path}/edit`), "Save changes", removal);
    expect(await eventRow(path)).toMatchObject({ picture_id: null });
  });

  it("of somebody else cannot be used, and one that is gone has to be chosen again", async () => {
    const { pictureId } = await withPicture();
    const other = (await world.join({ role: "organiser" })).visitor;
    const page = await other.get("/dashboard/events/new");
    for (const id of [pictureId, "0".repeat(20)]) {
      const refused = await other.submit(page, "Create event", { ...form, pictureId: id });
      expect(fieldError(refused, "picture")).toContain("no longer stored");
      expect([fieldValue(refused, "pictureId"), fieldValue(refused, "name")]).toEqual(["", form.name]);
    }
  });

  it.each<[string, () => Promise<Buffer | string>, RegExp]>([
    ["text with the name of a picture", async () => "not a picture", /JPEG, PNG, WebP or AVIF/],
    [
      "an SVG with a script",
      async () => '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      /JPEG, PNG, WebP or AVIF/,
    ],
    ["half a picture", async () => half(await drawPicture("jpeg", { width: 300, height: 300 })), /damaged/],
    ["more than 8 MB", async () => Buffer.alloc(8 * 1024 * 1024 + 1), /at most 8 MB/],
  ])("is refused with a sentence beside the field: %s", async (_, upload, words) => {
    const picture = fileOf(await upload());
    for (const send of ["submit", "callAction"] as const) {
      const page = await host[send](await newForm(), "Create event", { ...form, picture });
      expect([page.status, page.location]).toEqual([200, null]);
      if (send === "submit") {
        expect(fieldError(page, "picture")).toMatch(words);
        expect(fieldValue(page, "name")).toBe(form.name);
      } else expect(page.text).toMatch(/"reason":"picture-/);
    }
    expect(await pictureRows()).toEqual([]);
    expect(await world.database.sql("select id from events where created_by = ?", [organiser.id])).toEqual(
      [],
    );
  });

  it("of more than 9 MB is answered with a page that says how large it may be", async () => {
    const picture = fileOf(Buffer.alloc(9 * 1024 * 1024));
    const page = await host.submit(await newForm(), "Create event", { ...form, picture });
    expect(page.status).toBe(413);
    expect(wordsOf(page)).toContain("at most 8 MB");
  });

  it("is taken from nobody who may not use it", async () => {
    const { path } = await withPicture();
    const picture = fileOf(await drawPicture("jpeg"));
    const { account, visitor } = await world.join();
    const forms: [Answer, string][] = [
      [await newForm(), "Create event"],
      [await newForm(), "Save draft"],
      [await host.get(`${path}/edit`), "Save changes"],
    ];
    for (const [page, button] of forms)
      expect((await visitor.submit(page, button, { ...form, picture })).status, button).toBe(404);
    const rows = "select id from pictures where uploaded_by = ?";
    expect(await world.database.sql(rows, [account.id])).toEqual([]);
    const guest = await world.visitor().submit(await newForm(), "Create event", { ...form, picture });
    expect(guest.status).toBe(401);
  });

  it("is limited to thirty an hour for an account", async () => {
    const [crowd] = (await addAccounts(world.database, [{ role: "organiser" }])) as [Account];
    const at = Date.now();
    await world.database.insert("rate_limits", [
      {
        ...{ key: `picture:${crowd.id}`, count: 30 },
        ...{ window_started_at: new Date(at), last_at: new Date(at), expires_at: new Date(at + 3_600_000) },
      },
    ]);
    const visitor = await world.as(crowd);
    const picture = fileOf(await drawPicture("jpeg"));
    const page = await visitor.get("/dashboard/events/new");
    const refused = await visitor.submit(page, "Create event", { ...form, picture });
    expect(refused.status).toBe(429);
    expect(fieldError(refused, "picture")).toMatch(/too many pictures.* Try again in 60 minutes/);
    expect((await visitor.submit(page, "Create event", form)).status).toBe(303);
  });

  it("that arrives with two hundred others is taken or refused, and leaves the server well", async () => {
    const accounts = await addAccounts(world.database, Array(10).fill({ role: "organiser" }));
    const visitors = await Promise.all(accounts.map(world.as));
    // Damaged, so that the machine has no more to do than to receive them.
    const picture = fileOf(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(100_000)]));
    const ready = await Promise.all(
      visitors.map(async (visitor) => {
        const { entries } = readForm(await visitor.get("/dashboard/events/new"), "Create event");
        return { visitor, ...asFetchAction(changeFields(entries, { ...form, picture })) };
      }),
    );
    const sendAll = ({ visitor, ...sent }: (typeof ready)[number]) =>
      Array.from({ length: 20 }, () => visitor.send("/dashboard/events/new", { method: "POST", ...sent }));
    const answers = await Promise.all(ready.flatMap(sendAll));
    // How many wait and are refused is the matter of server/handler.test.ts.
    for (const { status } of answers) expect([200, 503]).toContain(status);
    expect(answers.some(({ text }) => text.includes("picture-broken"))).toBe(true);
    expect((await host.get("/dashboard")).status).toBe(200);
    const again = await host.submit(await newForm(), "Create event", {
      ...form,
      picture: fileOf(await drawPicture("jpeg")),
    });
    expect(again.status).toBe(303);
  });
});

const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);

describe("a draft", () => {
  const draftOf = async () => {
    const typed = { name: "", location: "Somewhere", capacity: "many", description: "**Soon**" };
    const { status, location } = await host.submit(await newForm(), "Save draft", typed);
    expect([status, location]).toEqual([
      303,
      expect.stringMatching(/^\/dashboard\/events\/\w{20}\/edit\?done=draft$/),
    ]);
    return String(location).split("?", 1)[0] ?? "";
  };

  it("keeps what was typed, with its picture, and is listed on its owner's dashboard alone", async () => {
    const picture = fileOf(await drawPicture("jpeg"));
    const typed = { name: "Half an idea", location: "", time: "", description: "**Soon**", picture };
    const saved = await host.follow(await host.submit(await newForm(), "Save draft", typed));
    expect(wordsOf(saved)).toContain("Draft saved.");
    for (const [name, value] of Object.entries({ ...typed, picture: undefined, host: "Grace Hopper" }))
      if (value !== undefined) expect(fieldValue(saved, name), name).toBe(value);
    expect(pictureOn(saved)).toMatch(/^\/pictures\/\w{20}\/960\.webp$/);
    const dashboard = readDocument(await host.get("/dashboard"));
    const href = new URL(saved.url).pathname;
    expect(dashboard.querySelector(`a[href="${href}"]`)?.textContent).toBe("Half an idea");
    const other = (await world.join({ role: "organiser" })).visitor;
    expect((await other.get("/dashboard")).text).not.toContain("Half an idea");
    expect((await world.visitor().get("/")).text).not.toContain("Half an idea");
  });

  it("of others cannot be seen, saved, created or deleted: 404 by every address", async () => {
    const edit = await draftOf();
    const id = edit.split("/")[3] ?? "";
    expect((await host.get(`/dashboard/events/${id}`)).location).toBe(edit);
    const joined = await world.join({ role: "organiser" });
    for (const [who, visitor] of Object.entries({
      organiser: joined.visitor,
      attendee: (await world.join()).visitor,
    })) {
      for (const path of [`/dashboard/events/${id}`, edit, `/events/${id}`]) {
        const answer = await visitor.get(path);
        expect([answer.status, answer.location], `${who} ${path}`).toEqual([404, null]);
        expect(answer.text).not.toContain("Somewhere");
      }
      expect((await visitor.get(`/dashboard/events/new?from=${id}`)).text).not.toContain("Somewhere");
      const page = await host.get(edit);
      const before = await world.database.dump();
      for (const button of ["Save draft", "Create event", "Yes, delete this draft"]) {
        const answer = await visitor.submit(page, button, form);
        expect([answer.status, answer.location], `${who} ${button}`).toEqual([404, null]);
      }
      const after = await world.database.dump();
      for (const table of ["drafts", "events", "event_organisers"])
        expect(after[table]).toEqual(before[table]);
    }
    for (const path of [`/dashboard/events/${id}`, edit])
      expect((await world.visitor().get(path)).location).toMatch(/^\/sign-in\?next=/);
    expect((await world.visitor().get(`/events/${id}`)).status).toBe(404);
    // Not even to its owner is it an event.
    for (const button of ["Yes, cancel this event", "Add organiser"]) {
      const own = await addEvent(world.database, { createdBy: organiser.id });
      const page = await host.get(`/dashboard/events/${own}`);
      const answer = await host.submit(page, button, { eventId: id, email: joined.account.email });
      expect(answer.status, button).toBe(404);
    }
  });

  it("becomes the event of the same id, once", async () => {
    const edit = await draftOf();
    const path = edit.replace("/edit", "");
    const page = await host.get(edit);
    const both = await Promise.all([1, 2].map(() => host.submit(page, "Create event", form)));
    for (const answer of both)
      expect([answer.status, answer.location]).toEqual([303, `${path}?done=created`]);
    expect(await eventRow(path)).toMatchObject({
      name: form.name,
      description: "**Soon**",
      host: "Grace Hopper",
    });
    expect((await host.get(path)).status).toBe(200);
    expect(await world.database.sql("select id from drafts where owner_id = ?", [organiser.id])).toEqual([]);
    const late = await host.callAction(page, "Save draft", { name: "Too late" });
    expect(late.text).toContain('"reason":"draft-created"');
    expect((await eventRow(path))?.name).toBe(form.name);
  });

  it("that was saved in another tab is not overwritten unnoticed", async () => {
    const edit = await draftOf();
    const [one, other] = [await host.get(edit), await host.get(edit)];
    await host.submit(one, "Save draft", { name: "From one" });
    const refused = await host.submit(other, "Save draft", { name: "From the other" });
    expect([refused.status, refused.location]).toEqual([200, null]);
    expect(wordsOf(refused)).toContain("was saved in another tab");
    expect(fieldValue(refused, "name")).toBe("From the other");
    expect(fieldValue(await host.get(edit), "name")).toBe("From one");
    await host.submit(refused, "Save draft");
    expect(fieldValue(await host.get(edit), "name")).toBe("From the other");
  });

  it("is deleted in two steps", async () => {
    const edit = await draftOf();
    const answer = await host.submit(await host.get(edit), "Yes, delete this draft");
    expect([answer.status, answer.location]).toEqual([303, "/dashboard?done=draft-deleted"]);
    expect((await host.get(edit)).status).toBe(404);
  });
});
