import { startHelper } from "./helper-process";

type Count = { answers: number; others: Record<string, number>; at: number };

/** Somebody else who reads a page all the time, in a process of its own. */
export type Readers = {
  /** Answers a second while `work` goes on. @throws when one of them was not the page */
  rateDuring: <T>(work: () => Promise<T>) => Promise<{ perSecond: number; result: T }>;
  stop: () => Promise<void>;
};

/** Starts to read the page at an address from 32 connections. */
export async function startReaders(url: string): Promise<Readers> {
  const helper = startHelper("bench/keep-reading.mjs");
  await helper.ask({ url, status: 200 });
  return {
    rateDuring: async (work) => {
      const before = await helper.ask<Count>({});
      const result = await work();
      const after = await helper.ask<Count>({});
      const others = JSON.stringify(after.others);
      if (others !== "{}") throw new Error(`readers were answered with something else: ${others}`);
      return { perSecond: ((after.answers - before.answers) / (after.at - before.at)) * 1_000, result };
    },
    stop: helper.stop,
  };
}
