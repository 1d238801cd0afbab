import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { events, tickets, users } from "@/db/schema";
import { decide } from "@/lib/outcome/outcome";
import { readPublicVersion } from "@/lib/public-pages/public-version";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createOrganiser, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { saveName } from "./save-name";

describe("saveName", () => {
  withDatabase();

  it("changes the name and the search text of the account's own tickets", async () => {
    const user = await createUser({ name: "Ada", email: "ada@example.org" });
    const event = await createEvent();
    const own = await createTicket({ eventId: event.id, holderId: user.id });
    const other = await createTicket({ eventId: event.id });
    await decide((tx) => saveName(tx, { owner: user, name: "Éva O'Brien", at: testNow }));
    const [row] = await reader().select().from(users).where(eq(users.id, user.id));
    expect(row?.name).toBe("Éva O'Brien");
    const texts = await reader().select({ id: tickets.id, searchText: tickets.searchText }).from(tickets);
    expect(new Map(texts.map(({ id, searchText }) => [id, searchText]))).toEqual(
      new Map([
        [own.id, "eva o'brien ada@example.org"],
        [other.id, other.searchText],
      ]),
    );
  });

  it("changes the host of the events the account organises where that is the old name, and no other", async () => {
    const user = await createUser({ role: "organiser", name: "Ada" });
    const grace = await createUser({ role: "organiser", name: "Grace" });
    const over = new Date(testNow.getTime() - 86_400_000);
    const own = await createEvent({ createdBy: user.id, host: "Ada" });
    const past = await createEvent({ createdBy: user.id, host: "Ada", startsAt: over });
    const shared = await createEvent({ createdBy: grace.id, host: "Ada" });
    await createOrganiser(shared.id, user.id);
    const club = await createEvent({ createdBy: user.id, host: "The Ada Club" });
    const foreign = await createEvent({ createdBy: grace.id, host: "Ada" });
    const later = new Date(testNow.getTime() + 1_000);
    const save = (name: string) => decide((tx) => saveName(tx, { owner: user, name, at: later }));
    const read = async () => new Map((await reader().select().from(events)).map((row) => [row.id, row]));

    await save("Éva");
    expect(await readPublicVersion()).toBe(1);
    const rows = await read();
    for (const { id } of [own, past, shared])
      expect(rows.get(id)).toMatchObject({ host: "Éva", updatedAt: later, revision: 1 });
    for (const event of [club, foreign]) expect(rows.get(event.id)).toEqual(event);
    // Nothing is public of the same name again.
    await save("Éva");
    expect(await readPublicVersion()).toBe(1);
    expect(await read()).toEqual(rows);
  });

  it("leaves no host of an old name when two changes come at the same time", async () => {
    const user = await createUser({ role: "organiser", name: "Ada" });
    await createEvent({ createdBy: user.id, host: "Ada" });
    const names = ["Éva", "Eve", "Evita"];
    await Promise.all(names.map((name) => decide((tx) => saveName(tx, { owner: user, name, at: testNow }))));
    const [row] = await reader().select().from(users).where(eq(users.id, user.id));
    const [event] = await reader().select().from(events);
    expect(event?.host).toBe(row?.name);
  });
});
