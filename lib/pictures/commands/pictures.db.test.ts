import { asc } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { drafts, pictureFiles, pictures } from "@/db/schema";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createDraft, createEvent, createOrganiser, createUser, testNow } from "@/tests/harness/factories";
import { findPictureFile } from "../queries";
import { claimPicture } from "./claim-picture";
import { deleteUnusedPictures } from "./delete-unused-pictures";
import { storePicture } from "./store-picture";

withDatabase();

const bytes = Buffer.from([0, 255, 128, 10, 13, 0]);
const files = [
  { width: 480, height: 320, bytes },
  { width: 960, height: 640, bytes: Buffer.concat([bytes, bytes]) },
];
const hoursBefore = (hours: number) => new Date(testNow.getTime() - hours * 3_600_000);

const store = (uploadedBy: string, at = testNow) =>
  transaction((tx) => storePicture(tx, { uploadedBy, files, at }));
const claim = (pictureId: string, id: string) =>
  decide((tx) => claimPicture(tx, { pictureId, actor: { id } }));
const idsLeft = async () =>
  (await reader().select({ id: pictures.id }).from(pictures).orderBy(asc(pictures.createdAt))).map(
    ({ id }) => id,
  );

describe("a stored picture", () => {
  it("has the same bytes in each width, and no others", async () => {
    const id = await store((await createUser()).id);
    expect(await findPictureFile(id, 480)).toEqual(bytes);
    expect(await findPictureFile(id, 960)).toEqual(Buffer.concat([bytes, bytes]));
    for (const [other, width] of [
      [id, 1920],
      [newId(), 480],
      [id, Number.NaN],
      ["", 480],
    ] as const)
      expect(await findPictureFile(other, width)).toBeNull();
  });
});

describe("claimPicture", () => {
  it("lets people use what they uploaded, and nobody else", async () => {
    const [ada, eve] = [await createUser(), await createUser()];
    const id = await store(ada.id);
    expect(await claim(id, ada.id)).toEqual({ ok: true, value: id });
    expect(await claim(id, eve.id)).toEqual({ ok: false, reason: "picture-gone" });
    expect(await claim(newId(), ada.id)).toEqual({ ok: false, reason: "picture-gone" });
    expect(await claim("", eve.id)).toEqual({ ok: true, value: null });
  });

  it("lets people use the picture of an event they organise or of a draft of theirs", async () => {
    const [ada, bob, eve] = [await createUser(), await createUser(), await createUser()];
    const [inEvent, inDraft] = [await store(ada.id), await store(ada.id)];
    const event = await createEvent({ pictureId: inEvent });
    await createOrganiser(event.id, bob.id);
    await createDraft({ ownerId: bob.id, pictureId: inDraft });
    for (const id of [inEvent, inDraft]) {
      expect(await claim(id, bob.id)).toMatchObject({ ok: true });
      expect(await claim(id, eve.id)).toMatchObject({ ok: false });
    }
  });
});

describe("deleteUnusedPictures", () => {
  const clean = () => transaction((tx) => deleteUnusedPictures(tx, testNow));

  it("deletes what no event and no draft has used for a day, with its files, and nothing else", async () => {
    const ada = await createUser();
    const [unused, inEvent, inCancelled, inDraft] = [
      await store(ada.id, hoursBefore(24)),
      await store(ada.id, hoursBefore(900)),
      await store(ada.id, hoursBefore(800)),
      await store(ada.id, hoursBefore(700)),
    ];
    const fresh = await store(ada.id, hoursBefore(23));
    await createEvent({ pictureId: inEvent });
    await createEvent({ pictureId: inCancelled, cancelledAt: testNow });
    await createDraft({ ownerId: ada.id, pictureId: inDraft });
    expect(await clean()).toBe(false);
    expect(await idsLeft()).toEqual([inEvent, inCancelled, inDraft, fresh]);
    expect(await findPictureFile(unused, 480)).toBeNull();
    expect(await reader().select().from(pictureFiles)).toHaveLength(8);
  });

  it("deletes five at a time and says that more may be left", async () => {
    const ada = await createUser();
    for (let n = 0; n < 6; n += 1) await store(ada.id, hoursBefore(48));
    expect(await clean()).toBe(true);
    expect(await idsLeft()).toHaveLength(1);
    expect(await clean()).toBe(false);
    expect(await idsLeft()).toEqual([]);
  });

  it("never takes a picture from an event that is created at the same time", async () => {
    const ada = await createUser();
    for (let round = 0; round < 5; round += 1) {
      const id = await store(ada.id, hoursBefore(48));
      const [, claimed] = await Promise.all([
        clean(),
        decide(async (tx) => {
          const picture = await claimPicture(tx, { pictureId: id, actor: ada });
          if (!picture.ok) return picture;
          const row = { id: newId(), ownerId: ada.id, fields: "{}", createdAt: testNow, updatedAt: testNow };
          await tx.insert(drafts).values({ ...row, pictureId: picture.value });
          return picture;
        }),
      ]);
      expect((await idsLeft()).includes(id)).toBe(claimed.ok);
    }
  });
});
