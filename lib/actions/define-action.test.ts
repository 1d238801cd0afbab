import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { DatabaseUnavailable } from "@/db/client";
import type { Viewer } from "@/lib/auth/viewer";
import { done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { Busy } from "@/lib/runtime/busy";
import { createContext, type RequestContext, requestStore } from "@/lib/runtime/request-context";
import { defineAction } from "./define-action";
import { type FormState, initialFormState } from "./form-state";

const ada: Viewer = { id: "ada", name: "Ada", email: "a@example.org", role: "attendee", sessionId: "s" };
const session = vi.hoisted(() => ({ viewer: null as unknown }));
// Only the session is faked, because reading it needs a request from Next.
vi.mock("@/lib/auth/viewer", () => ({ viewer: async () => session.viewer }));

afterEach(() => {
  session.viewer = null;
});

const now = new Date("2030-01-01T12:00:00Z");

const input = z.object({
  name: z.string().min(1, "Name it."),
  size: z.string().regex(/^\d+$/, "Use digits.").transform(Number),
});
const typed = { name: "Ada", size: "7", password: "hunter2 hunter2" };

type Run = (
  input: { name: string; size: number },
  context: { viewer: Viewer; now: Date },
) => Promise<Outcome<string | undefined>>;

/** Sends a form to an action within a request context, as the server does. */
async function send(
  run: Run,
  form: Record<string, string> = typed,
  more = {},
  how: Partial<RequestContext> = {},
) {
  const action = defineAction({ who: "signed-in", input, secret: ["password"], run, ...more });
  const request = createContext({ id: "req-1", now, ...how });
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.set(name, value);
  const thrown = { digest: "" };
  const state = await requestStore.run(request, () =>
    action(initialFormState(), data).catch((error: { digest: string }) => {
      thrown.digest = error.digest;
      return undefined;
    }),
  );
  return { state, status: request.status, redirect: thrown.digest, request };
}

const never: Run = async () => {
  throw new Error("this must not run");
};

describe("defineAction", () => {
  it("runs with the parsed fields, the viewer and the request's time, then redirects", async () => {
    session.viewer = ada;
    const seen: unknown[] = [];
    const { redirect, state, status } = await send(async (...args) => {
      seen.push(...args);
      return done("/tickets/7");
    });
    expect(seen).toEqual([
      { name: "Ada", size: 7 },
      { viewer: ada, now },
    ]);
    expect(redirect).toMatch(/^NEXT_REDIRECT;.*;\/tickets\/7;/);
    expect([state, status]).toEqual([undefined, undefined]);
  });

  it("reports every invalid field, keeps all values but secrets, and runs nothing", async () => {
    session.viewer = ada;
    const { state } = await send(never, { ...typed, name: "", size: "x" });
    expect(state).toEqual({
      errors: { name: "Name it.", size: "Use digits." },
      values: { name: "", size: "x" },
      submissions: 1,
    });
  });

  it("counts submissions, so that a form recognises a new result", async () => {
    session.viewer = ada;
    const action = defineAction({ who: "signed-in", input, run: never });
    const again = await action({ ...initialFormState(), submissions: 4 }, new FormData());
    expect(again.submissions).toBe(5);
    expect((await action(undefined as unknown as FormState, new FormData())).submissions).toBe(1);
  });

  it.each([
    ["not-found", 404],
    ["limited", 429],
    ["full", undefined],
  ])("returns the refusal %s with status %s, its facts and the values", async (reason, expected) => {
    session.viewer = ada;
    const { state, status } = await send(async () => refuse(reason, { least: 3 }));
    expect(status).toBe(expected);
    expect(state).toEqual({
      errors: {},
      refusal: { reason, facts: { least: 3 } },
      values: { name: "Ada", size: "7" },
      submissions: 1,
    });
  });

  it("stays on the form without a redirect or a refusal", async () => {
    session.viewer = ada;
    const { state, status, redirect } = await send(async () => done(undefined));
    expect([status, redirect]).toEqual([undefined, ""]);
    expect(state).toEqual({ errors: {}, values: { name: "Ada", size: "7" }, submissions: 1 });
  });

  it("adds the values that files became, before it checks the fields", async () => {
    session.viewer = ada;
    const takeFiles = async () => ({ values: { name: "from a file" } });
    const seen: string[] = [];
    const run: Run = async ({ name }) => {
      seen.push(name);
      return refuse("full");
    };
    const { state } = await send(run, { ...typed, name: "" }, { takeFiles });
    expect(seen).toEqual(["from a file"]);
    expect(state?.values).toEqual({ name: "from a file", size: "7" });
  });

  it("keeps what files became when fields are invalid, and shows both when a file is refused too", async () => {
    session.viewer = ada;
    const kept = await send(
      never,
      { ...typed, size: "x" },
      { takeFiles: async () => ({ values: { file: "1" } }) },
    );
    expect(kept.state).toMatchObject({ errors: { size: "Use digits." }, values: { file: "1" } });
    const refusal = refuse("picture-limited", { seconds: 9 });
    const both = await send(never, { ...typed, size: "x" }, { takeFiles: async () => ({ refusal }) });
    expect(both.state).toMatchObject({
      errors: { size: "Use digits." },
      refusal: { reason: "picture-limited", facts: { seconds: 9 } },
    });
    expect(both.status).toBe(429);
    const alone = await send(never, typed, { takeFiles: async () => ({ refusal }) });
    expect(alone.state).toMatchObject({ errors: {}, refusal: { reason: "picture-limited" } });
  });

  it("takes no files of signed-out visitors, and refuses as busy what could not be taken", async () => {
    const takeFiles = vi.fn(async () => {
      throw new Busy();
    });
    expect((await send(never, typed, { takeFiles })).status).toBe(401);
    expect(takeFiles).not.toHaveBeenCalled();
    session.viewer = ada;
    const { state, status } = await send(never, typed, { takeFiles });
    expect([state?.refusal, status]).toEqual([{ reason: "busy" }, 503]);
    expect(state?.values).toEqual({ name: "Ada", size: "7" });
  });

  it("refuses signed-out visitors with 401 and runs nothing", async () => {
    const { state, status } = await send(never);
    expect([state?.refusal, status]).toEqual([{ reason: "signed-out" }, 401]);
    expect(state?.values).toEqual({ name: "Ada", size: "7" });
  });

  it("returns the next path to scripts instead of redirecting, and keeps the values", async () => {
    session.viewer = ada;
    const { redirect, state } = await send(
      async () => done("/tickets/7"),
      typed,
      {},
      { isFetchAction: true },
    );
    expect(redirect).toBe("");
    expect(state).toEqual({
      errors: {},
      redirectTo: "/tickets/7",
      values: { name: "Ada", size: "7" },
      submissions: 1,
    });
  });

  it("admits anyone if the action is for anyone", async () => {
    const action = defineAction({
      who: "anyone",
      input: z.object({}),
      run: async (_, { viewer }) => refuse(`${viewer}`),
    });
    expect((await action(initialFormState(), new FormData())).refusal?.reason).toBe("null");
  });

  it.each([
    ["a locked database", new DatabaseUnavailable("locked")],
    ["a connection that drizzle wrapped", new Error("Failed query", { cause: { code: "ECONNREFUSED" } })],
    ["a full queue", new Busy()],
  ])("refuses %s as busy with 503", async (_, error) => {
    session.viewer = ada;
    const { state, status } = await send(async () => {
      throw error;
    });
    expect([state?.refusal, status]).toEqual([{ reason: "busy" }, 503]);
    expect(state?.values).toEqual({ name: "Ada", size: "7" });
  });

  it("refuses a fault with 500 and the request's id, and never reveals its message", async () => {
    session.viewer = ada;
    const { state, status } = await send(async () => {
      throw new Error("secret capacity 4242 of /srv/evento");
    });
    expect(status).toBe(500);
    expect(state?.refusal).toEqual({ reason: "fault", reference: "req-1" });
    expect(JSON.stringify(state)).not.toMatch(/secret|4242|srv|stack/);
    expect(state?.values).toEqual({ name: "Ada", size: "7" });
  });
});
