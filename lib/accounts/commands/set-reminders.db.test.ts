import { expect, it } from "vitest";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createUser } from "@/tests/harness/factories";
import { wantsReminders } from "../queries";
import { setReminders } from "./set-reminders";

withDatabase();

it("turns reminders off and on again for one account", async () => {
  const [ada, bob] = [await createUser(), await createUser()];
  for (const reminders of [false, false, true]) {
    await decide((tx) => setReminders(tx, { owner: ada, reminders }));
    expect(await wantsReminders(ada.id)).toBe(reminders);
    expect(await wantsReminders(bob.id)).toBe(true);
  }
});
