import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { drawable } from "@/lib/events/drawable";
import type { FeedEvent } from "@/lib/events/queries";
import { drawEvent } from "./draw-event";

const event: FeedEvent = {
  id: "0123456789abcdefghjk",
  name: "O'Brien & Sons <b>",
  description: "",
  location: "The Great Hall",
  host: "The Engine Society",
  startsAt: new Date("2030-07-01T18:30:00Z"),
  endsAt: new Date("2030-07-01T20:00:00Z"),
  timeZone: "Europe/London",
  revision: 0,
  updatedAt: new Date("2030-01-01T00:00:00Z"),
  cancelled: false,
};

const draw = async (change: Partial<FeedEvent> = {}) => Buffer.from(await drawEvent({ ...event, ...change }));

const network = vi.fn<typeof fetch>(() => Promise.reject(new Error("There is no network.")));
beforeEach(() => {
  network.mockClear();
  vi.stubGlobal("fetch", network);
});
afterEach(() => vi.unstubAllGlobals());

describe("the picture of an event", () => {
  it("is a PNG of 1200 × 630, the same each time", async () => {
    const picture = await draw();
    const { format, width, height } = await sharp(picture).metadata();
    expect([format, width, height]).toEqual(["png", 1200, 630]);
    expect(await draw()).toEqual(picture);
    expect(picture.length).toBeLessThan(150_000);
  });

  it.each<[string, Partial<FeedEvent>]>([
    ["another name", { name: "Jazz" }],
    ["another place", { location: "Elsewhere" }],
    ["another host", { host: "Somebody" }],
    ["another time", { startsAt: new Date("2030-07-01T18:00:00Z") }],
    ["a cancellation", { cancelled: true }],
    ["another event's pattern", { id: "1123456789abcdefghjk" }],
  ])("shows %s", async (_, change) => {
    expect(await draw(change)).not.toEqual(await draw());
  });

  it("does not depend on what it must not show", async () => {
    const twin = (capacity: number, allocated: number) => draw({ capacity, allocated } as Partial<FeedEvent>);
    expect(await twin(1000, 7)).toEqual(await twin(50, 50));
  });

  it.each([
    ["no text at all", { name: "", location: "", host: "" }],
    ["the longest name", { name: "Mittwochsveranstaltung ".repeat(6).slice(0, 120) }],
    [
      "a long name without a space",
      { name: "W".repeat(120), location: "W".repeat(200), host: "W".repeat(80) },
    ],
    ["other scripts", { name: "日本語の夕べ", location: "القاهرة", host: "ירושלים" }],
    ["emoji", { name: "Jazz 🎷👩‍🍳", location: "🎺", host: "☕\ufe0f" }],
    [
      "a letter under a hundred accents",
      { name: `a${"\u0325".repeat(100)}`, location: `Z${"\u0301".repeat(99)}` },
    ],
    ["odd characters", { name: "\u200b\u200d\ufe0f\u0301", location: "a\u030cb", host: "\uffff\ue000" }],
  ])("is drawn with %s, without asking anybody", async (_, change) => {
    expect((await sharp(await draw(change)).metadata()).width).toBe(1200);
    expect(network).not.toHaveBeenCalled();
  });

  it("is drawn with every character that `drawable` keeps, without asking anybody", async () => {
    const every = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code));
    const kept = every.filter((character) => drawable(character) !== null);
    expect(kept.length).toBeGreaterThan(1_000);
    for (let from = 0; from < kept.length; from += 200)
      await draw({ name: kept.slice(from, from + 200).join("") });
    expect(network).not.toHaveBeenCalled();
  });
});
