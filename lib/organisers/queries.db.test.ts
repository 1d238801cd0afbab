import { describe, expect, it } from "vitest";
import { managedId } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createOrganiser, createUser } from "@/tests/harness/factories";
import { listOrganisers } from "./queries";

withDatabase();

describe("listOrganisers", () => {
  it("lists the creator first, then promoted attendees", async () => {
    const grace = await createUser({ role: "organiser", name: "Grace", id: "zz" });
    const event = await createEvent({ createdBy: grace.id });
    await createOrganiser(event.id, (await createUser({ name: "Ada", id: "aa" })).id);
    expect(
      (await listOrganisers(managedId(event.id))).map(({ name, isCreator }) => [name, isCreator]),
    ).toEqual([
      ["Grace", true],
      ["Ada", false],
    ]);
  });
});
