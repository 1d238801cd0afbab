import { type Account, addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import type { World } from "@/tests/harness/world";

/**
 * Adds an event with so many ticket holders. `open` opens its organiser's page, and returns what presses the button
 * there that cancels it, after which each is mailed; `cancel` does both.
 */
export async function addHeldEvent(world: World, holders: number, given: Partial<Account>[] = []) {
  const { account, visitor } = await world.join({ role: "organiser" });
  const event = await addEvent(world.database, { createdBy: account.id, capacity: holders });
  const accounts = await addAccounts(
    world.database,
    Array.from({ length: holders }, (_, n) => given[n] ?? {}),
  );
  await addTickets(world.database, event, accounts);
  const open = async () => {
    const page = await visitor.get(`/dashboard/events/${event}`);
    return async () => {
      const { status } = await visitor.submit(page, "Yes, cancel this event", { reason: "Storm" });
      if (status !== 303) throw new Error(`The cancellation was answered with ${status}.`);
    };
  };
  return {
    event,
    recipients: accounts.map(({ email }) => email),
    open,
    cancel: async () => (await open())(),
  };
}
