import { describe, expect, it } from "vitest";
import { now, wallClock } from "./clock";
import { createContext, currentRequest, requestStore, setStatus } from "./request-context";

const arrived = new Date("2030-05-05T05:05:05Z");
const request = () => createContext({ id: "a", now: arrived });

describe("the clock", () => {
  it("shows the time of arrival everywhere within a request", async () => {
    const seen = await requestStore.run(request(), async () => {
      const before = now();
      await new Promise((resolve) => setImmediate(resolve));
      return [before, now()];
    });
    expect(seen).toEqual([arrived, arrived]);
  });

  it("is the wall clock outside of a request, and always as wallClock", () => {
    const still = new Date("2030-01-01T12:00:00Z");
    expect(now()).toEqual(still);
    expect(requestStore.run(request(), wallClock)).toEqual(still);
  });
});

describe("setStatus", () => {
  it("sets the status of the current request only", () => {
    const [one, other] = [request(), request()];
    requestStore.run(one, () => setStatus(404));
    setStatus(500);
    expect([one.status, other.status, currentRequest()]).toEqual([404, undefined, undefined]);
  });
});
