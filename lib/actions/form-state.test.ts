import { describe, expect, it } from "vitest";
import { initialFormState, textFields } from "./form-state";

describe("textFields", () => {
  it("returns the last value of a repeated name, and neither files nor React's own fields", () => {
    const form = new FormData();
    form.append("name", "first");
    form.append("name", "second");
    form.append("file", new File(["x"], "x.txt"));
    form.append("$ACTION_ID_1", "");
    form.append("__proto__", "x");
    expect(textFields(form)).toEqual({ name: "second" });
  });
});

describe("initialFormState", () => {
  it("has no submissions", () => {
    expect(initialFormState({ a: "1" })).toEqual({ errors: {}, values: { a: "1" }, submissions: 0 });
  });
});
