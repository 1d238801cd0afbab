import { describe, expect, it } from "vitest";
import { changedSince, editVersion } from "./edit-version";

const text = { name: "Jazz", location: "Hall", host: "The Chess Club", contact: "", description: "" };
const event = { ...text, capacity: 100 };

describe("changedSince", () => {
  it.each([
    [{}],
    [{ name: "Jazz night" }],
    [{ location: "Garden" }],
    [{ host: "The Jazz Club" }],
    [{ contact: "jazz@example.org" }],
    [{ capacity: 101 }],
    [{ description: "Bring a coat.\n\nAnd a hat." }],
    [{ name: "Hall", location: "Jazz" }],
    [{ location: "Garden", capacity: 1 }],
  ])("finds %j and nothing else", (change) => {
    expect(changedSince(editVersion(event), { ...event, ...change })).toEqual(change);
  });

  it.each(["", "x", "....", "a.b.c.d.e.f"])("finds every field for the unknown version %j", (version) => {
    expect(changedSince(version, event)).toEqual(event);
  });

  it("does not depend on fields that are not edited here", () => {
    expect(changedSince(editVersion({ ...event, ...{ allocated: 3 } }), event)).toEqual({});
  });
});
