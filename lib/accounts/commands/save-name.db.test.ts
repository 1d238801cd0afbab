import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { tickets, users } from "@/db/schema";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser } from "@/tests/harness/factories";
import { saveName } from "./save-name";

describe("saveName", () => {
  withDatabase();

  it("changes the name and the search text of the account's own tickets", async () => {
    const user = await createUser({ name: "Ada", email: "ada@example.org" });
    const event = await createEvent();
    const own = await createTicket({ eventId: event.id, holderId: user.id });
    const other = await createTicket({ eventId: event.id });
    await decide((tx) => saveName(tx, { owner: user, name: "Éva O'Brien" }));
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
});
