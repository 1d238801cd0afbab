import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { events, outbox, users } from "@/db/schema";
import { isEasyToGuess } from "@/lib/accounts/password-strength";
import { verifyPassword } from "@/lib/auth/password-hash";
import { labelText } from "@/lib/availability/availability";
import { readDoorPassToken } from "@/lib/check-in/door-pass-token";
import { countCheckedIn, findDoorView } from "@/lib/check-in/queries";
import { newEventInput } from "@/lib/events/input";
import { findPublicEvent, listDrafts, listManagedEvents, listUpcomingEvents } from "@/lib/events/queries";
import { readSchedule } from "@/lib/events/schedule";
import { parseMarkdown } from "@/lib/markdown/parse-markdown";
import { findPictureFile } from "@/lib/pictures/queries";
import { listTickets } from "@/lib/tickets/queries";
import { listWaitingAttendees } from "@/lib/waiting-list/queries";
import { managedId } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { fillDemo } from "./demo";
import { clubEvents } from "./demo/club-events";
import { companyEvents } from "./demo/company-events";
import { typedIn } from "./demo/demo-event";
import { demoPassphrase, type Person, visitors } from "./demo/people";
import { special } from "./demo/special-events";
import { universityEvents } from "./demo/university-events";

async function accountOf({ email }: Person) {
  const [account] = await reader().select().from(users).where(eq(users.email, email));
  if (!account) throw new Error(`no account for ${email}`);
  return account;
}

async function labelOf({ name }: { name: string }) {
  const [event] = await reader().select({ id: events.id }).from(events).where(eq(events.name, name));
  const shown = event && (await findPublicEvent(event.id, testNow));
  return shown?.label && labelText(shown.label);
}

describe("the demo", () => {
  withDatabase();

  it("lists about sixty upcoming events in several time zones, one within the hour", async () => {
    await fillDemo(testNow);
    const pages = await Promise.all([1, 2, 3].map((page) => listUpcomingEvents({ q: "", page }, testNow)));
    const listed = pages.flatMap((page) => page.events);
    expect(listed.length).toBeGreaterThanOrEqual(55);
    expect(listed.length).toBeLessThanOrEqual(65);
    expect(new Set(listed.map((event) => event.timeZone)).size).toBeGreaterThanOrEqual(7);
    expect(Math.max(...listed.map((event) => event.name.length))).toBe(120);
    const soonest = listed[0]?.startsAt.getTime() ?? 0;
    expect(soonest - testNow.getTime()).toBeLessThan(3_600_000);
  });

  it("has events with the labels FULL and last 3 spaces, and without a label", async () => {
    await fillDemo(testNow);
    expect(await labelOf(special.full)).toBe("FULL");
    expect(await labelOf(special.oneSpace)).toBe("FULL");
    expect(await labelOf(special.lastThree)).toBe("last 3 spaces");
    expect(await labelOf(special.promoted)).toBeNull();
  });

  it("has people who wait for the full event, and an open door with most people in", async () => {
    const { doorPath } = await fillDemo(testNow);
    const ofName = ({ name }: { name: string }) => eq(events.name, name);
    const [full] = await reader().select().from(events).where(ofName(special.full));
    const [running] = await reader().select().from(events).where(ofName(special.running));
    if (!full || !running) throw new Error("The demo lacks an event.");
    const { total } = await listWaitingAttendees(managedId(full.id), null, testNow);
    expect(total).toBeGreaterThan(5);
    const checkedIn = (await countCheckedIn([running.id])).get(running.id) ?? 0;
    expect(checkedIn).toBeGreaterThan(running.allocated / 2);
    expect(checkedIn).toBeLessThan(running.allocated);
    const passId = readDoorPassToken(doorPath.split("/").at(-1) ?? "");
    expect(await findDoorView({ passId: passId ?? "" }, testNow)).toMatchObject({ name: "Main door" });
  });

  it("has an attendee with tickets in every state", async () => {
    await fillDemo(testNow);
    const { id } = await accountOf(visitors.attendee);
    const [upcoming, past] = [
      await listTickets(id, "upcoming", null, testNow),
      await listTickets(id, "past", null, testNow),
    ];
    const held = [...upcoming.tickets, ...past.tickets];
    expect(new Set(held.map((ticket) => ticket.state))).toEqual(
      new Set(["upcoming", "started", "past", "cancelled-by-holder", "event-cancelled"]),
    );
    expect(held.find((ticket) => ticket.state === "event-cancelled")?.event.cancelReason).toContain("lawn");
  });

  it("prints accounts that can sign in with a passphrase that registration accepts", async () => {
    await fillDemo(testNow);
    for (const visitor of Object.values(visitors)) {
      const { passwordHash, emailVerifiedAt, role: given } = await accountOf(visitor);
      expect(emailVerifiedAt).not.toBeNull();
      expect(given).toBe(visitor.role);
      expect(await verifyPassword(demoPassphrase, passwordHash)).toBe(true);
      expect(await isEasyToGuess(demoPassphrase, visitor)).toBe(false);
    }
    const promoted = await accountOf(visitors.promoted);
    const managed = await listManagedEvents(promoted.id, "upcoming", null, testNow);
    expect(managed.events.map((event) => event.name)).toEqual([special.promoted.name]);
  });

  it("has pictures, contacts, hosts, formatted descriptions, and drafts of the organiser", async () => {
    await fillDemo(testNow);
    const rows = await reader().select().from(events);
    const withPictures = rows.filter(({ pictureId }) => pictureId);
    expect(withPictures.length).toBeGreaterThanOrEqual(10);
    for (const { pictureId } of withPictures)
      expect((await findPictureFile(String(pictureId), 480))?.length).toBeGreaterThan(1_000);
    const contacts = rows.map(({ contact }) => contact);
    for (const kind of [/@/, /^https:/])
      expect(contacts.filter((contact) => kind.test(contact)).length).toBeGreaterThan(1);
    const kinds = rows.flatMap(({ description }) => parseMarkdown(description).map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(["paragraph", "heading", "list"]));
    expect(await listDrafts((await accountOf(visitors.organiser)).id)).toHaveLength(3);
  });

  it("queues a few mails, including alerts, and not one for every ticket", async () => {
    await fillDemo(testNow);
    const queued = await reader().select({ kind: outbox.kind }).from(outbox);
    expect(queued.length).toBeLessThan(40);
    const alerts = await reader()
      .select({ kind: outbox.kind })
      .from(outbox)
      .where(and(eq(outbox.recipient, visitors.organiser.email)));
    expect(alerts.map((alert) => alert.kind).sort()).toEqual(["full", "full", "near-capacity"]);
  });

  it.each([
    ["a year's last minutes", "2027-12-31T23:50:00Z"],
    ["a leap day", "2028-02-29T06:00:00Z"],
    ["the night on which clocks go ahead", "2027-03-28T00:30:00Z"],
    ["the night on which they go back", "2027-10-31T00:30:00Z"],
  ])("has valid dates when it starts on %s", (_, moment) => {
    const at = new Date(moment);
    const weeksBefore = new Date(at.getTime() - 45 * 86_400_000);
    for (const event of [...Object.values(special), ...universityEvents, ...clubEvents, ...companyEvents]) {
      const input = newEventInput.parse(typedIn(event, at));
      expect(readSchedule(input, weeksBefore)).toMatchObject({ ok: true });
    }
  });
});
