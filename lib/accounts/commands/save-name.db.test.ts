import { describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { users } from "@/db/schema";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createUser } from "@/tests/harness/factories";
import { saveName } from "./save-name";

describe("saveName", () => {
  withDatabase();

  it("changes the name and what the search of an attendee list finds", async () => {
    const user = await createUser({ email: "ada@example.org" });
    await decide((tx) => saveName(tx, { owner: user, name: "Éva O'Brien" }));
    const [row] = await reader().select().from(users);
    expect(row).toMatchObject({ name: "Éva O'Brien", searchText: "eva o'brien ada@example.org" });
  });
});
