import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { managedId } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser } from "@/tests/harness/factories";
import { attendeesCsv, waitingListCsv } from "./attendees-csv";
import { listAllAttendees } from "./queries";

withDatabase();

async function csvOf(event: { id: string; timeZone: string; state: string }, q = ""): Promise<string> {
  let text = "";
  for await (const part of attendeesCsv(event, listAllAttendees(managedId(event.id), { q }))) text += part;
  return text;
}

it("has a row for each attendee, with times of the event's zone and no formulas", async () => {
  const { id } = await createEvent();
  const people = [
    ["=HYPERLINK(0)", "a@example.org"],
    ['O"Neill, Ada', "b@example.org"],
    ["山田", "c@example.org"],
  ];
  for (const [name, email] of people) {
    const holder = await createUser({ name, email });
    await createTicket({ eventId: id, holderId: holder.id, createdAt: new Date("2030-07-01T18:30:05Z") });
  }
  const rows = (state: string) => [
    `'=HYPERLINK(0),a@example.org,${state},2030-07-01T20:30:05+02:00,,`,
    `"O""Neill, Ada",b@example.org,${state},2030-07-01T20:30:05+02:00,,`,
    `山田,c@example.org,${state},2030-07-01T20:30:05+02:00,,`,
  ];
  const event = { id, timeZone: "Europe/Berlin", state: "upcoming" };
  const [heading, ...lines] = (await csvOf(event)).trimEnd().split("\n");
  expect(heading).toBe("\ufeffName,Email,Ticket,Requested,Checked in,Void since");
  expect(lines.sort()).toEqual(rows("valid").sort());
  expect((await csvOf({ ...event, state: "cancelled" })).split("\n").slice(1, -1).sort()).toEqual(
    rows("void").sort(),
  );
  expect((await csvOf(event, "c@example")).trimEnd().split("\n")).toEqual([heading, rows("valid")[2]]);
});

it("has the heading alone without attendees, and everybody of a large event once", async () => {
  const { id } = await createEvent({ capacity: 2_000 });
  const event = { id, timeZone: "UTC", state: "upcoming" };
  expect(await csvOf(event)).toBe("\ufeffName,Email,Ticket,Requested,Checked in,Void since\n");
  const emails = Array.from({ length: 1_100 }, (_, n) => `${n}@example.org`);
  for (const email of emails) await createTicket({ eventId: id, holderId: (await createUser({ email })).id });
  const lines = (await csvOf(event)).trimEnd().split("\n").slice(1);
  expect(lines.map((line) => line.split(",")[1]).sort()).toEqual(emails.sort());
});

it("has the waiting list in its order, also of those whose names look like formulas", async () => {
  const at = new Date("2030-07-01T18:30:05Z");
  const person = (name: string, email: string) => ({ name, email, joinedAt: at, until: at });
  async function* list() {
    yield [person("Zoë", "z@example.org"), person("+1", "a@example.org")];
  }
  let text = "";
  for await (const part of waitingListCsv({ timeZone: "UTC" }, list())) text += part;
  const time = "2030-07-01T18:30:05+00:00";
  expect(text.split("\n")).toEqual([
    "\ufeffName,Email,Waiting since,Until",
    `Zoë,z@example.org,${time},${time}`,
    `'+1,a@example.org,${time},${time}`,
    "",
  ]);
});

it("comes back as stored in a spreadsheet, where no cell is a formula", async () => {
  const { id } = await createEvent();
  const names = ["=1+1", "+44 20", "-5", "@SUM(1)", '"quoted", twice', "a;b", "Ünïcödé", "'already"];
  for (const [n, name] of names.entries()) {
    const holder = await createUser({ name, email: `${n}@example.org` });
    await createTicket({ eventId: id, holderId: holder.id });
  }
  const rows: string[][] = parse(await csvOf({ id, timeZone: "UTC", state: "upcoming" }), { bom: true });
  const read = rows.slice(1).toSorted((a, b) => String(a[1]).localeCompare(String(b[1])));
  // A spreadsheet shows such a text without the apostrophe that keeps it from being a formula.
  const stored = (cell = "") => cell.replace(/^'(?=[=+\-@\t])/, "");
  expect(read.map(([name]) => stored(name))).toEqual(names);
  for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});
