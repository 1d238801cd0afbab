import { remember } from "@epic-web/remember";
import type PQueue from "p-queue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { closeDatabase, openDatabase } from "@/db/client";
import { signInWithCredentials } from "@/lib/auth/sign-in-with-credentials";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { testNow as at, createRegistration, createUser } from "@/tests/harness/factories";
import { openRows, type Rows } from "@/tests/harness/rows";
import { recordStatements } from "@/tests/harness/statements";
import { register } from "./register";
import { requestReset } from "./request-reset";
import { resendConfirmation } from "./resend-confirmation";

const database = withDatabase();
let recorder: ReturnType<typeof recordStatements>;
let rows: Rows;

const password = "violet kettle morning 7";
const people = {
  unknown: "a@example.org",
  pending: "b@example.org",
  known: "c@example.org",
  knownAndPending: "d@example.org",
};

beforeEach(async () => {
  for (const email of [people.pending, people.knownAndPending]) await createRegistration({ email, password });
  for (const email of [people.known, people.knownAndPending])
    await createUser({ email, password: "the password of the account" });
  await closeDatabase();
  recorder = recordStatements();
  await openDatabase({ url: database.url });
  rows = await openRows(database.url);
  // One call of a hundred, by chance, deletes more.
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

afterEach(async () => {
  recorder.stop();
  await rows.close();
});

/** Everything in `value` that differs from address to address anyway, made the same. */
const alike = (value: unknown, email: string) =>
  JSON.stringify(value)
    .replaceAll(email, "the address")
    .replace(/\b[0-9a-z]{20}\b/g, "an id");

/** What `work` does for an address: its outcome, its statements, the rows it adds and the passwords it hashes. */
async function traceOf(email: string, work: (email: string) => Promise<unknown>) {
  const hashes = remember("evento.password-hash", (): PQueue => {
    throw new Error("The queue of hashes has another name.");
  });
  let hashed = 0;
  const count = () => {
    hashed += 1;
  };
  hashes.on("add", count);
  // One counter of everybody, whatever the address.
  await rows.sql("delete from rate_limits where key = 'refusal-entries:all'");
  const before = await rows.dump();
  let outcome: unknown;
  const statements = await recorder.textsOf(async () => {
    outcome = await work(email);
  });
  hashes.off("add", count);
  const added = Object.entries(await rows.dump()).map(([table, all]) => {
    const old = new Set(before[table]?.map((row) => JSON.stringify(row)));
    return [table, all.filter((row) => !old.has(JSON.stringify(row)))];
  });
  return { outcome: alike(outcome, email), statements, added: alike(added, email), hashed };
}

const signIn = (typed: string) => (email: string) =>
  signInWithCredentials({ email, password: typed }, { clientAddress: email, userAgent: "", known: null }, at);

const everybody = Object.values(people);
const request = { next: "/tickets", at };

it.each<[string, string[], number, (email: string) => Promise<unknown>]>([
  [
    "registering",
    everybody,
    0,
    (email) =>
      decide((tx) =>
        register(tx, { ...request, email, name: "Ada", passwordHash: "hash", role: "attendee" }),
      ),
  ],
  ["resending", everybody, 0, (email) => decide((tx) => resendConfirmation(tx, { ...request, email }))],
  ["forgetting a password", everybody, 0, (email) => decide((tx) => requestReset(tx, { ...request, email }))],
  ["signing in with a wrong password", everybody, 2, signIn("not the password")],
  ["signing in after registering", [people.pending, people.knownAndPending], 2, signIn(password)],
])("%s does the same for every address", async (_, addresses, hashed, work) => {
  const [first, ...others] = addresses;
  const expected = await traceOf(first ?? "", work);
  expect(expected.statements.length).toBeGreaterThan(2);
  expect(expected.added).toContain("the address");
  expect(expected.hashed).toBe(hashed);
  for (const email of others) expect(await traceOf(email, work), email).toEqual(expected);
});

it("would find a difference, such as that of a right password", async () => {
  const ofAccount = await traceOf(people.known, signIn("the password of the account"));
  expect(await traceOf(people.unknown, signIn("the password of the account"))).not.toEqual(ofAccount);
});
