import { describe, expect, it } from "vitest";
import { doorPassToken } from "@/lib/check-in/door-pass-token";
import { newId } from "@/lib/runtime/ids";
import { isScan } from "./door-routes";

const pass = doorPassToken(newId());
const door = `/dashboard/events/${newId()}/door`;
const yes = async () => true;
const no = async () => false;

describe("a scanner", () => {
  it.each(["scan", "sync", "list"])("asks for %s with a door pass, or with a session", async (what) => {
    expect(await isScan(`/door/${pass}/${what}`, no)).toBe(true);
    expect(await isScan(`${door}/${what}`, yes)).toBe(true);
    expect(await isScan(`${door}/${what}`, no)).toBe(false);
  });

  it.each([
    `/door/${pass}`,
    `/door/${pass}/list/list`,
    `/door/${pass}/pages`,
    `/door/${pass.slice(0, -1)}/scan`,
    `/door/${newId()}/scan`,
    "/door/x/scan",
    "/door//scan",
    door,
    `${door}/pages`,
    "/dashboard/events/new/door/scan",
  ])("does not ask for %s", async (path) => expect(await isScan(path, yes)).toBe(false));
});
