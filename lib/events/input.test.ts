import { describe, expect, it } from "vitest";
import {
  cancelEventInput,
  editEventForm,
  editEventInput,
  listInput,
  newEventForm,
  newEventInput,
} from "./input";

const good = {
  name: "O'Brien & Sons <b>",
  description: "",
  location: "The Great Hall",
  host: "The Engine Society",
  capacity: "100",
  date: "2030-06-01",
  time: "19:30",
  timeZone: "Europe/London",
  hours: "1",
  minutes: "30",
};

/** The invalid fields, each with its message. */
function refused(change: Record<string, string | undefined>) {
  const parsed = newEventInput.safeParse({ ...good, ...change });
  return Object.fromEntries(parsed.error?.issues.map((issue) => [issue.path[0], issue.message]) ?? []);
}

const accepted = (change: Record<string, string>) => newEventInput.parse({ ...good, ...change });

describe("newEventInput", () => {
  it("accepts a valid event", () => {
    expect(accepted({})).toEqual({
      name: "O'Brien & Sons <b>",
      description: "",
      location: "The Great Hall",
      host: "The Engine Society",
      contact: "",
      pictureId: "",
      draftId: "",
      revision: -1,
      formId: "",
      capacity: 100,
      date: "2030-06-01",
      time: "19:30",
      timeZone: "Europe/London",
      durationMinutes: 90,
      disambiguation: undefined,
    });
  });

  it.each([
    "0",
    "-5",
    "1.5",
    "1e3",
    "1000001",
    "",
    " ",
    "٣٠",
    "１０",
    "0x10",
    "+5",
    "1,000",
    "NaN",
    "9".repeat(400),
  ])("refuses a capacity of %j", (capacity) => {
    expect(refused({ capacity })).toEqual({
      capacity: "Capacity must be a whole number from 1 to 1,000,000.",
    });
  });

  it.each([
    ["1", 1],
    [" 10 ", 10],
    ["007", 7],
    ["1000000", 1_000_000],
  ])("accepts a capacity of %j", (capacity, number) => {
    expect(accepted({ capacity }).capacity).toBe(number);
  });

  it.each(["name", "location", "date", "time", "timeZone", "capacity", "hours", "minutes"])(
    "refuses only a missing %s, with a plain message",
    (field) => {
      const problems = refused({ [field]: undefined });
      expect(Object.keys(problems)).toEqual([field]);
      expect(problems[field]).not.toMatch(/expected|received|Invalid/);
    },
  );

  it.each([
    ["0", "0", true],
    ["0", "4", true],
    ["0", "5", false],
    ["744", "0", false],
    ["744", "1", true],
    ["745", "0", true],
    ["-1", "0", true],
    ["1.5", "0", true],
  ])("for a duration of %s h %s min: refused is %s", (hours, minutes, isRefused) => {
    const problems = refused({ hours, minutes });
    expect(problems).toEqual(isRefused ? { hours: "An event lasts from 5 minutes to 31 days." } : {});
  });

  it.each(["60", "-1", "x", ""])("refuses %j minutes", (minutes) => {
    expect(Object.keys(refused({ minutes }))).toContain("minutes");
  });

  it.each([
    "2030-02-30",
    "2030-02-29",
    "2030-13-01",
    "2030-00-10",
    "2030-04-31",
    "2030-6-1",
    "01/06/2030",
    "",
    "x",
  ])("refuses the date %j without an exception", (date) => {
    expect(Object.keys(refused({ date }))).toEqual(["date"]);
  });

  it("accepts 29 February of a leap year", () => {
    expect(accepted({ date: "2032-02-29" }).date).toBe("2032-02-29");
  });

  it.each(["24:00", "19:60", "7:30", "19.30", "", "19:30:15", "١٩:٣٠"])("refuses the time %j", (time) => {
    expect(Object.keys(refused({ time }))).toEqual(["time"]);
  });

  it("accepts a time with zero seconds, as some browsers send it", () => {
    expect(accepted({ time: "19:30:00" }).time).toBe("19:30");
  });

  it.each([
    ["Europe/London", "Europe/London"],
    ["europe/london", "Europe/London"],
    ["new york", "America/New_York"],
    ["US/Pacific", "US/Pacific"],
  ])("takes the time zone %j for %j", (timeZone, name) => {
    expect(accepted({ timeZone }).timeZone).toBe(name);
  });

  it.each(["Mars/Olympus", "", "+01:00"])("refuses the time zone %j", (timeZone) => {
    expect(refused({ timeZone })).toEqual({ timeZone: "Choose a time zone from the list." });
  });

  it.each(["name", "location", "host"])("keeps the %s on one line of plain text", (field) => {
    for (const odd of [
      "a\nb",
      "a\r\nb",
      "a\tb",
      "a\0b",
      "a\u0007b",
      "a\u202eb",
      "a\u2066b",
      "a\u2028b",
      "a\ud800b",
    ])
      expect(Object.keys(refused({ [field]: odd })), JSON.stringify(odd)).toEqual([field]);
    for (const fine of ["O'Brien & Sons <b>", "Ünïcödé 日本語 العربية", "100 % _ \\", "🎉", "  spaces  "])
      expect(refused({ [field]: fine }), fine).toEqual({});
  });

  it.each([
    ["name", 120],
    ["location", 200],
    ["host", 80],
    ["description", 5000],
  ])("accepts a %s of %d characters and refuses one more", (field, most) => {
    expect(refused({ [field]: "x".repeat(most) })).toEqual({});
    expect(Object.keys(refused({ [field]: "x".repeat(most + 1) }))).toEqual([field]);
  });

  it.each(["name", "location"])("refuses an invisible %s", (field) => {
    for (const blank of ["", "   ", "\u00a0", "\u200b", "\u200b \u2060"])
      expect(Object.keys(refused({ [field]: blank })), JSON.stringify(blank)).toEqual([field]);
  });

  it.each([undefined, "", "   ", "\u200b"])("accepts %j as a host that is left out", (host) => {
    expect(newEventInput.parse({ ...good, host }).host).toBe("");
  });

  it.each([
    [undefined, ""],
    ["  ", ""],
    [" Ada@Example.org ", "ada@example.org"],
    ["HTTP://Example.org", "http://example.org/"],
  ])("reads the contact %j as %j", (contact, stored) => {
    expect(newEventInput.parse({ ...good, contact }).contact).toBe(stored);
  });

  it.each([
    "ada",
    "ada@",
    "javascript:alert(1)",
    "mailto:ada@example.org",
    "ftp://example.org",
    "https://ada@example.org/",
    "Ada <ada@example.org>",
    "ada@example.org\r\nBcc: eve@example.org",
    "ada@example.org, eve@example.org",
    `https://example.org/${"x".repeat(290)}`,
    `https://example.org/${"ä".repeat(100)}`,
  ])("refuses the contact %j", (contact) => {
    expect(Object.keys(refused({ contact }))).toEqual(["contact"]);
  });

  it("normalises line breaks in the description and refuses other control characters", () => {
    expect(accepted({ description: "one\r\ntwo\rthree\n\nfour" }).description).toBe(
      "one\ntwo\nthree\n\nfour",
    );
    for (const odd of ["\0", "\u0007", "\u001b[31m", "\u202e", "\udfff"])
      expect(Object.keys(refused({ description: `a${odd}b` })), JSON.stringify(odd)).toEqual(["description"]);
  });

  it("counts a line break as one character, as the browser does", () => {
    expect(refused({ description: `${"x".repeat(2500)}\r\n${"x".repeat(2499)}` })).toEqual({});
  });

  it("ignores an unknown disambiguation", () => {
    expect(accepted({ disambiguation: "never" }).disambiguation).toBeUndefined();
    expect(accepted({ disambiguation: "later" }).disambiguation).toBe("later");
  });
});

describe("editEventInput and cancelEventInput", () => {
  it("never accept a date, time, zone or duration", () => {
    const sent = { ...good, eventId: "e", durationMinutes: "5", startsAt: "2031-01-01" };
    expect(Object.keys(editEventInput.parse(sent)).sort()).toEqual(
      [
        "capacity",
        "contact",
        "description",
        "eventId",
        "host",
        "location",
        "name",
        "pictureId",
        "version",
      ].sort(),
    );
  });

  it.each([undefined, "", "\u200b", "x".repeat(81)])("never accept %j as the host of an event", (host) => {
    const parsed = editEventInput.safeParse({ ...good, eventId: "e", host });
    expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual(["host"]);
  });

  it("accept a cancellation without a reason and refuse too long a reason", () => {
    expect(cancelEventInput.parse({ eventId: "e" }).reason).toBe("");
    expect(cancelEventInput.safeParse({ eventId: "e", reason: "x".repeat(1001) }).success).toBe(false);
  });
});

describe("newEventForm and editEventForm", () => {
  const problemsOf = (form: typeof newEventForm | typeof editEventForm, sent: Record<string, string>) =>
    form.safeParse(sent).error?.issues.map(({ path }) => path[0]) ?? [];

  it("check everything unless another button was pressed", () => {
    for (const form of [newEventForm, editEventForm]) {
      expect(problemsOf(form, { ...good, eventId: "e" })).toEqual([]);
      expect(problemsOf(form, { ...good, eventId: "e", name: "" })).toEqual(["name"]);
    }
    expect(problemsOf(newEventForm, { ...good, intent: "create", name: "" })).toEqual(["name"]);
    expect(problemsOf(editEventForm, { ...good, intent: "save", name: "" })).toEqual(["name"]);
  });

  it("check for a preview only the description", () => {
    for (const form of [newEventForm, editEventForm]) {
      expect(problemsOf(form, { intent: "preview", description: "a" })).toEqual([]);
      expect(problemsOf(form, { intent: "preview", description: "x".repeat(5_001) })).toEqual([
        "description",
      ]);
    }
  });

  it("check for a draft only that each field is a text of bounded length", () => {
    const draft = (typed: Record<string, string>) => problemsOf(newEventForm, { intent: "draft", ...typed });
    expect(draft({})).toEqual([]);
    expect(draft({ name: "", date: "31 February", capacity: "-1", timeZone: "Mars" })).toEqual([]);
    for (const [field, most] of Object.entries({
      name: 120,
      location: 200,
      host: 80,
      capacity: 20,
      date: 20,
    })) {
      expect(draft({ [field]: "x".repeat(most) })).toEqual([]);
      expect(draft({ [field]: "x".repeat(most + 1) })).toEqual([field]);
      expect(draft({ [field]: "a\0b" })).toEqual([field]);
    }
    expect(draft({ description: "x".repeat(5_001) })).toEqual(["description"]);
    expect(problemsOf(editEventForm, { intent: "draft" })).toEqual(["intent"]);
  });

  it("accept no other button", () => {
    for (const form of [newEventForm, editEventForm])
      expect(problemsOf(form, { ...good, intent: "publish" })).toEqual(["intent"]);
  });
});

describe("listInput", () => {
  it.each([
    [undefined, 1],
    ["1", 1],
    ["500", 500],
    ["501", null],
    ["0", null],
    ["-1", null],
    ["abc", null],
    ["1.5", null],
    ["01", null],
    ["1e2", null],
    ["", null],
    [" 1", null],
    [["1", "2"], null],
  ])("reads ?page=%j as %s", (page, number) => {
    expect(listInput.parse({ page }).page).toBe(number);
  });

  it("ignores invalid dates and searches", () => {
    const odd = listInput.parse({ q: "a\0b", from: "2030-02-30", to: "tomorrow" });
    expect(odd).toEqual({ q: "", from: undefined, to: undefined, page: 1 });
    expect(listInput.parse({ q: ["a", "b"], from: ["2030-01-01"] })).toMatchObject({ q: "", page: 1 });
  });
});
