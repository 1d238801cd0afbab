import { remember } from "@epic-web/remember";
import { hash, verify } from "@node-rs/argon2";
import PQueue from "p-queue";
import { Busy } from "@/lib/runtime/busy";

/** For argon2id, the library's default. Raising these re-hashes every password at its next sign-in. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Two at once keep the other threads of libuv's pool free; 256 waiting ones take a few seconds.
const concurrency = 2;
const maxWaiting = 256;

const queue = remember("evento.password-hash", () => new PQueue({ concurrency }));

/** @throws Busy when too many wait already. */
async function enqueue<T>(work: () => Promise<T>): Promise<T> {
  if (queue.size >= maxWaiting) throw new Busy("too many passwords wait to be hashed");
  return queue.add(work);
}

/** The argon2id hash of a password, as a PHC string. @throws Busy */
export const hashPassword = (password: string): Promise<string> => enqueue(() => hash(password, parameters));

// Of a password nobody has, under the same parameters: checking it takes as long as checking a real one.
let dummyHash: Promise<string> | undefined;

/**
 * Whether the password is the one behind `passwordHash`; without a hash it takes as long and is not.
 * @throws Busy
 */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  dummyHash ??= hash(crypto.randomUUID(), parameters);
  const against = passwordHash ?? (await dummyHash);
  const right = await enqueue(() => verify(against, password).catch(() => false));
  return right && passwordHash !== undefined;
}

/** Whether a stored hash was made with weaker parameters than today's. */
export function isOutdated(passwordHash: string): boolean {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(passwordHash);
  if (!found) return true;
  const [memory = 0, time = 0] = found.slice(1).map(Number);
  return memory < parameters.memoryCost || time < parameters.timeCost;
}
