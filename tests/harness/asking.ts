import { type Account, addAccounts, addEvent, startSessions } from "./accounts";
import { Acknowledged } from "./acknowledged";
import { readyForm } from "./rush";
import type { World } from "./world";

export type Asking = {
  acknowledged: Acknowledged;
  event: string;
  /** Lets so many people ask for a ticket who have none yet; each answer as its status, or 0, and the ms it took. */
  ask: (people: number) => Promise<{ status: number; ms: number; holder: string; text: string }[]>;
};

/** Prepares an event with space for everybody, and people who ask for its tickets; what they are told is noted. */
export async function prepareAsking({ database, server }: World, people: number): Promise<Asking> {
  const acknowledged = new Acknowledged();
  const [organiser] = (await addAccounts(database, [{ role: "organiser" }])) as [Account];
  const event = await addEvent(database, { createdBy: organiser.id, capacity: people });
  const accounts = await addAccounts(database, Array(people).fill({}));
  const cookies = await startSessions(database, accounts);
  const { url, headers, body } = await readyForm(`${server.url}/events/${event}`, "Request ticket");
  const waiting = accounts.map(({ id }, n) => ({ holder: id, cookie: cookies[n] ?? "" }));

  const askOne = async (person: (typeof waiting)[number]) => {
    const from = performance.now();
    const sent = { ...headers, Cookie: `evento.session=${person.cookie}`, Origin: url.origin };
    const answer = await fetch(url, {
      method: "POST",
      headers: sent,
      body: String(body),
      redirect: "manual",
    });
    const text = await answer.text();
    const ms = performance.now() - from;
    const [, ticket] = /^\/tickets\/([0-9a-z]{20})$/.exec(answer.headers.get("location") ?? "") ?? [];
    if (ticket) acknowledged.hasTicket(ticket, { event, holder: person.holder });
    else waiting.push(person);
    return { status: answer.status, ms, holder: person.holder, text };
  };
  return {
    acknowledged,
    event,
    ask: (count) => Promise.all(waiting.splice(0, count).map(askOne)),
  };
}

/**
 * Asks every 50 ms whether a server is alive, and returns a function that ends that and returns the longest wait, in
 * ms.
 */
export function watchLiveness(url: string): () => Promise<number> {
  let longest = 0;
  let ended = false;
  const watch = async () => {
    while (!ended) {
      const from = performance.now();
      const answer = await fetch(url).catch(() => null);
      await answer?.arrayBuffer();
      longest = Math.max(
        longest,
        answer?.status === 200 ? performance.now() - from : Number.POSITIVE_INFINITY,
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const watching = watch();
  return async () => {
    ended = true;
    await watching;
    return longest;
  };
}
