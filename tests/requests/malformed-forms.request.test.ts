import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asFetchAction, changeFields, formData, readForm } from "@/tests/harness/html-form";
import { type Answer, openVisitor } from "@/tests/harness/http-client";
import { type RunningServer, startServer } from "@/tests/harness/server";

let server: RunningServer;
let page: Answer;
let entries: [string, string | File][];
beforeAll(async () => {
  server = await startServer();
  page = await openVisitor(server.url).get("/forgot-password");
  const changes = { email: "nobody@example.org" };
  entries = changeFields(readForm(page, "Send reset link").entries, changes);
});
afterAll(() => server?.stop());

/** What the log says about a response besides that it was sent. */
const logged = (id: string) =>
  server
    .log()
    .split("\n")
    .filter((line) => line.includes(`"id":"${id}"`) && !line.includes('"msg":"request"'))
    .map((line) => (JSON.parse(line) as { level: number }).level);

type Body = BodyInit | undefined;

/** Posts a body and returns the status, once the log shows the request. */
async function post(body: Body, headers: Record<string, string> = {}, path = "/forgot-password") {
  const init = { method: "POST", redirect: "manual", headers: { Origin: server.url, ...headers }, body };
  const response = await fetch(server.url + path, init as RequestInit);
  await response.text();
  const id = String(response.headers.get("x-request-id"));
  const untilLogged = { timeout: 30_000 };
  await vi.waitFor(() => expect(server.log()).toContain(`"id":"${id}","method":"POST"`), untilLogged);
  expect(
    logged(id).filter((level) => level >= 50),
    "errors in the log",
  ).toEqual([]);
  return response.status;
}

const actionId = () => asFetchAction(entries).headers["Next-Action"] ?? "";
/** The name of one of the hidden fields that name the action (0) and its state (1). */
const hidden = (part: 0 | 1) => entries.find(([name]) => name.endsWith(`:${part}`))?.[0] ?? "";
const form = (changes: Record<string, string | null>) => formData(changeFields(entries, changes));
const multipart = { "Content-Type": "multipart/form-data; boundary=x" };
const part = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const unknownId = "40".padEnd(42, "a");

describe.concurrent("a form that was sent without scripts", () => {
  it("is taken when it is whole", async () => {
    expect(await post(form({}))).toBe(303);
  });

  const state = (json: string) => () => form({ [hidden(1)]: json });
  const action = (json: (id: string) => string) => () => form({ [hidden(0)]: json(actionId()) });
  const file = (name: () => string) => () => {
    const body = form({ [name()]: null });
    body.append(name(), new Blob(["{}"]));
    return body;
  };
  const bodies: [string, () => Body, Record<string, string>?, number?][] = [
    ["bytes instead of parts", () => "garbage", multipart],
    ["no boundary", () => "garbage", { "Content-Type": "multipart/form-data" }],
    ["an empty body", () => "", multipart],
    ["a cut-off part", () => part("email", "a").slice(0, -6), multipart],
    ["no end", () => part(hidden(0), "{}") + part(hidden(1), "[]"), multipart],
    ["another boundary", () => part("email", "a").replaceAll("--x", "--y"), multipart],
    ["a part without a name", () => "--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--", multipart],
    ["no field", () => formData([])],
    ["no action", () => formData([["email", "a@example.org"]])],
    ["JSON", () => "{}", { "Content-Type": "application/json" }],
    ["plain text", () => "email=a", { "Content-Type": "text/plain" }],
    ["a query as its body", () => new URLSearchParams({ email: "a" })],
    ["no type", () => new Blob(["x"])],
    ["a field that is no UTF-8", () => new Blob([part("$ACTION_REF_1", ""), "--x\r\n\xff"]), multipart],
    ["an action that is no JSON", action(() => "{")],
    ["an action that is null", action(() => "null")],
    ["an action without an id", action(() => "{}")],
    ["an action whose id is a number", action(() => '{"id":5,"bound":"$@1"}')],
    ["an action of an object's own names", action(() => '{"id":"__proto__","bound":"$@1"}')],
    ["an action of another build", action(() => `{"id":"${unknownId}","bound":"$@1"}`), {}, 409],
    ["an action without its state", action((id) => `{"id":"${id}"}`)],
    ["an action whose state is elsewhere", action((id) => `{"id":"${id}","bound":"$@7"}`)],
    ["an action that is a file", file(() => hidden(0))],
    ["a state that is missing", () => form({ [hidden(1)]: null })],
    ["a state that is no JSON", state("{")],
    ["a state that is null", state("null")],
    ["a state of 2,000 arguments", state(JSON.stringify(Array(2_000).fill(0)))],
    ["a state that is very deep", state("[".repeat(20_000) + "]".repeat(20_000))],
    ["a state of a prototype", state('["$0:__proto__:constructor"]')],
    ["a state of a file that is none", state('["$B0"]')],
    ["a state of a map that is none", state('["$Q0"]')],
    ["a state of a wrong number", state('["$nxyz"]')],
    ["an unknown hidden field", () => formData([["$ACTION_REF_99", ""]])],
    ["an action id of another build", () => formData([[`$ACTION_ID_${unknownId}`, ""]]), {}, 409],
    ["an action id that is none", () => formData([["$ACTION_ID_toString", ""]])],
    [
      "800 fields",
      () => form(Object.fromEntries(Array.from({ length: 800 }, (_, i) => [`f${i}`, ""]))),
      {},
      413,
    ],
  ];
  it.each(bodies)("is refused with %s", async (_, body, headers, status = 400) => {
    expect(await post(body(), headers)).toBe(status);
  });

  it.each(["/", "/no-such-page", "/_global-error"])("is out of date at %s", async (path) => {
    expect(await post(form({}), {}, path)).toBe(409);
  });

  it.each([
    ["nonsense", '[{"values":"x","errors":5,"submissions":"y"}]'],
    ["a number too large for addition", '[{"submissions":"$n5"}]'],
    ["null", "[null]"],
  ])("is taken when only its earlier result is %s", async (_, json) => {
    expect(await post(form({ [hidden(1)]: json }))).toBe(303);
  });
});

describe.concurrent("a form that a script sent", () => {
  const asScript = (id = actionId()) => ({ "Next-Action": id, Accept: "text/x-component" });
  const argument = (json: string, ...more: [string, string][]) => formData([["0", json], ...more]);

  it("is taken when it is whole", async () => {
    const { headers, body } = asFetchAction(entries);
    expect(await post(body, headers)).toBe(200);
  });

  const ofType = (type: string) => ({ "Content-Type": type });
  const bodies: [string, () => Body, Record<string, string>?, number?][] = [
    ["bytes instead of parts", () => "garbage", multipart],
    ["no boundary", () => "garbage", ofType("multipart/form-data")],
    ["an empty body", () => "", multipart],
    ["a cut-off part", () => part("0", "[]").slice(0, -6), multipart],
    ["no end", () => part("0", '["$K1"]'), multipart],
    ["no field", () => formData([])],
    ["no body", () => undefined],
    ["text that is no JSON", () => "[{", ofType("text/plain")],
    ["text that is no UTF-8", () => new Blob(["[", new Uint8Array([255, 254]), "]"]), ofType("text/plain")],
    ["text instead of fields", () => '[{"submissions":0},{}]', ofType("text/plain")],
    ["XML", () => "<x/>", ofType("application/xml")],
    ["a query as its body", () => new URLSearchParams({ 0: "[]" })],
    ["arguments that are no JSON", () => argument("{")],
    ["arguments that are null", () => argument("null")],
    ["arguments that are text", () => argument('"x"')],
    ["arguments that are missing", () => formData([["1", "{}"]])],
    ["2,000 arguments", () => argument(JSON.stringify(Array(2_000).fill(0)))],
    ["very deep arguments", () => argument("[".repeat(20_000) + "]".repeat(20_000))],
    ["a reference to nothing", () => argument('["$5"]')],
    ["a reference to a prototype", () => argument('["$1:__proto__:x"]', ["1", "{}"])],
    ["a reference to an unknown action", () => argument('["$F1"]', ["1", '{"id":"00","bound":null}'])],
    ["a reference that is cut off", () => argument('["$F1"]', ["1", '{"id'])],
    ["a map that is none", () => argument('["$Q1"]', ["1", "5"])],
    ["a file that is none", () => argument('["$B1"]')],
    ["a number of 5,000 digits", () => argument(`["$n${"9".repeat(5_000)}"]`)],
    ["a typed array that is none", () => argument('["$O1"]', ["1", "5"])],
  ];
  it.each(bodies)("is refused with %s", async (_, body, headers, status = 400) => {
    expect(await post(body(), { ...asScript(), ...headers })).toBe(status);
  });

  it.each([
    ["of another build", unknownId, 409],
    ["that is too short", "00", 400],
    ["that is a name of every object", "__proto__", 400],
    ["that is empty", "", 400],
  ])("is refused with an action %s", async (_, id, status) => {
    expect(await post(asFetchAction(entries).body, asScript(id))).toBe(status);
  });

  it.each(["/", "/no-such-page", "/manifest.webmanifest", "/icon.svg", "/_global-error"])(
    "is out of date at %s",
    async (path) => {
      expect(await post(asFetchAction(entries).body, asScript(), path)).toBe(409);
    },
  );
});
