import { afterEach, describe, expect, it, vi } from "vitest";
import { mayBeSignedIn } from "./use-viewer";

afterEach(() => vi.unstubAllGlobals());

describe("mayBeSignedIn", () => {
  it.each([
    [true, "http:", "a=b; evento.signed-in=1"],
    [true, "https:", "a=b; __Host-evento.signed-in=1"],
    [false, "https:", ""],
    [false, "https:", "evento.signed-in=1"],
    [false, "http:", "a=evento.signed-in=1; b.evento.signed-in=1"],
  ])("is %s under %s with the cookies %j", (expected, protocol, cookie) => {
    vi.stubGlobal("location", { protocol });
    vi.stubGlobal("document", { cookie });
    expect(mayBeSignedIn()).toBe(expected);
  });
});
