import { describe, expect, it } from "vitest";
import { changedSince, editVersion } from "./edit-version";

const text = { name: "Jazz", location: "Hall", host: "The Chess Club", contact: "", description: "" };
const event = { ...text, capacity: 100, pictureId: "0123456789abcdefghjk" };

describe("changedSince", () => {
  it.each([
    [{}],
    [{ name: "Jazz night" }],
    [{ location: "Garden" }],
    [{ host: "The Jazz Club" }],
    [{ contact: "jazz@example.org" }],
    [{ capacity: 101 }],
    [{ pictureId: "abcdefghjk0123456789" }],
    [{ description: "Bring a coat.\n\nAnd a hat." }],
    [{ name: "Hall", location: "Jazz" }],
    [{ location: "Garden", capacity: 1 }],
  ])("finds %j and nothing else", (change) => {
    expect(changedSince(editVersion(event), { ...event, ...change })).toEqual(change);
  });

  it.each(["", "x", "....", "a.b.c.d.e.f"])("finds every field for the unknown version %j", (version) => {
    expect(changedSince(version, event)).toEqual(event);
  });

  it("shows a removed picture as an empty one, and none as no change", () => {
    const without = { ...event, pictureId: null };
    expect(changedSince(editVersion(event), without)).toEqual({ pictureId: "" });
    expect(changedSince(editVersion({ ...event, pictureId: "" }), without)).toEqual({});
  });

  it("does not depend on fields that are not edited here", () => {
    expect(changedSince(editVersion({ ...event, ...{ allocated: 3 } }), event)).toEqual({});
  });
});
