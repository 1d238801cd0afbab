import { describe, expect, it } from "vitest";
import { signInInput } from "@/lib/auth/input";
import { changePasswordInput, endSessionInput, registerInput } from "./input";

const ada = {
  name: "Ada Lovelace",
  email: "ada@example.org",
  password: "violet kettle morning 7",
  role: "attendee",
};

describe("registerInput", () => {
  it("keeps the spaces of a password and normalises its characters", () => {
    const parsed = registerInput.parse({ ...ada, password: "  cafe\u0301 ｋettle 7 " });
    expect(parsed.password).toBe("  café kettle 7 ");
    expect(signInInput.parse({ ...ada, password: "  café kettle 7 " }).password).toBe(parsed.password);
  });

  it.each([
    ["name", { name: "   " }],
    ["name", { name: "Ada\nLovelace" }],
    ["name", { name: "a".repeat(101) }],
    ["name", { name: "\u200b\u200b" }],
    ["name", { name: "\u3164" }],
    ["name", { name: "\u2800" }],
    ["name", { name: undefined }],
    ["email", { email: "ada" }],
    ["password", { password: "too short" }],
    ["password", { password: "🦄".repeat(9) }],
    ["password", { password: "ä".repeat(513) }],
    ["password", { password: undefined }],
    ["role", { role: "admin" }],
    ["role", { role: undefined }],
    ["organiserCode", { role: "organiser" }],
    ["organiserCode", { role: "organiser", organiserCode: "  " }],
  ])("reports an error at %s for %j", (field, change) => {
    const parsed = registerInput.safeParse({ ...ada, ...change });
    expect(new Set(parsed.error?.issues.map((issue) => issue.path[0]))).toEqual(new Set([field]));
  });

  it.each([
    { name: "O'Brien & Sons <b>" },
    { name: "李" },
    { password: "🦄".repeat(10) },
    { password: "a".repeat(1024) },
    { role: "organiser", organiserCode: "anything" },
  ])("accepts %j", (change) => {
    expect(registerInput.safeParse({ ...ada, ...change }).success).toBe(true);
  });
});

describe("changePasswordInput", () => {
  it("asks for the current password and a new one of ten characters", () => {
    const parsed = changePasswordInput.safeParse({ currentPassword: "", newPassword: "short" });
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toEqual(["currentPassword", "newPassword"]);
  });
});

describe("endSessionInput", () => {
  it.each(["", "abc", "a".repeat(21), `${"a".repeat(19)}\u0000`])("refuses %j", (sessionId) => {
    expect(endSessionInput.safeParse({ sessionId }).success).toBe(false);
  });
});
