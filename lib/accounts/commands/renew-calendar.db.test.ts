import { describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { auditLog } from "@/db/schema";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createUser, testNow } from "@/tests/harness/factories";
import { findCalendarOwner, findCalendarSecret } from "../queries";
import { renewCalendar } from "./renew-calendar";

describe("renewCalendar", () => {
  withDatabase();

  it("makes a new secret for the actor's calendar alone, and records that without it", async () => {
    const [ada, bob] = [await createUser(), await createUser()];
    const [before, ofBob] = [await findCalendarSecret(ada.id), await findCalendarSecret(bob.id)];
    expect(await findCalendarOwner(before)).toBe(ada.id);
    await decide((tx) => renewCalendar(tx, { actor: ada, at: testNow }));
    const after = await findCalendarSecret(ada.id);
    expect(await findCalendarOwner(before)).toBeNull();
    expect(await findCalendarOwner(after)).toBe(ada.id);
    expect(await findCalendarOwner(ofBob)).toBe(bob.id);
    const [entry, ...others] = await reader().select().from(auditLog);
    expect(entry).toMatchObject({ actorId: ada.id, action: "account.renew-calendar", subject: ada.id });
    expect(others).toEqual([]);
    expect(JSON.stringify(entry)).not.toContain(after.split(".")[1]);
  });

  it("finds no owner for what is no secret", async () => {
    const { id } = await createUser();
    for (const secret of ["", id, `${id}.`, `${id}.x`, `.${id}`, "nobody.x"])
      expect(await findCalendarOwner(secret), secret).toBeNull();
  });
});
