import { describe, expect, it } from "vitest";
import { transaction } from "@/db/client";
import { sessions, type users } from "@/db/schema";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createOrganiser, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { findEventViewer } from "./event-viewer";
import { findLiveSession } from "./sessions";

withDatabase();

async function createSession(user: typeof users.$inferSelect, lastSeenAt = testNow) {
  const row = {
    id: `session-of-${user.id}`,
    userId: user.id,
    createdAt: lastSeenAt,
    lastSeenAt,
    userAgent: "",
  };
  await transaction(async (tx) => tx.insert(sessions).values(row));
  return row.id;
}

describe("who looks at an event", () => {
  it("is told with the active ticket that they hold for it, and no other", async () => {
    const [ada, event, other] = [await createUser(), await createEvent(), await createEvent()];
    const session = await createSession(ada);
    const ask = () => findEventViewer(session, event.id, testNow);
    await createTicket({ eventId: event.id, holderId: ada.id, voidedAt: testNow });
    await createTicket({ eventId: other.id, holderId: ada.id });
    await createTicket({ eventId: event.id });
    expect(await ask()).toMatchObject({ ticketId: null, manages: false });
    const { id } = await createTicket({ eventId: event.id, holderId: ada.id });
    expect(await ask()).toMatchObject({ ticketId: id, manages: false, user: { id: ada.id } });
  });

  it("is told whether they organise it, by creation or promotion", async () => {
    const [grace, ada] = [await createUser({ class: "organiser" }), await createUser()];
    const [event, other] = [await createEvent({ createdBy: grace.id }), await createEvent()];
    await createOrganiser(event.id, ada.id);
    for (const session of [await createSession(grace), await createSession(ada)]) {
      expect(await findEventViewer(session, event.id, testNow)).toMatchObject({ manages: true });
      expect(await findEventViewer(session, other.id, testNow)).toMatchObject({ manages: false });
      expect(await findEventViewer(session, "", testNow)).toMatchObject({ manages: false, ticketId: null });
    }
  });

  it.each([
    ["a live session", {}, 0],
    ["one that has been idle for too long", {}, 7 * 86_400_000],
    ["an organiser's, which may be idle for a day only", { class: "organiser" }, 86_400_000],
    ["one of an account that is not proved", { provedAt: null }, 0],
  ] as const)("is decided of %s as for any other page", async (_, given, idle) => {
    const id = await createSession(await createUser(given), new Date(testNow.getTime() - idle));
    const session = await findLiveSession(id, testNow);
    const viewer = await findEventViewer(id, "", testNow);
    expect(viewer).toEqual(session && { ...session, ticketId: null, manages: false });
    expect(viewer !== null).toBe(idle === 0 && !("provedAt" in given));
  });

  it("is nobody when the session is gone", async () => {
    expect(await findEventViewer("gone", "", testNow)).toBeNull();
  });
});
