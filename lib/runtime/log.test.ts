import { expect, it } from "vitest";
import { describeError } from "./log";

it("contains no values of a failed query, not even in its stack", () => {
  const failed = Object.assign(new Error("Failed query: insert\nparams: ann@example.org"), {
    query: "insert into users values (?)",
    params: ["ann@example.org"],
    cause: new Error("disk is full"),
  });
  const written = JSON.stringify(describeError(failed));
  expect(written).toContain("insert into users values (?)");
  expect(written).toContain("disk is full");
  expect(written).toContain("log.test.ts");
  expect(written).not.toContain("ann@example.org");
});
