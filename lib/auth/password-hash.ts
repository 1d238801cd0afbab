import { remember } from "@epic-web/remember";
import { hash, verify } from "@node-rs/argon2";
import PQueue from "p-queue";
import { Busy } from "@/lib/runtime/busy";

/** For argon2id, the library's default. After a change, every password is hashed again at its next sign-in. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Two at once leave threads of libuv's pool free; a queue of 256 takes a few seconds.
const concurrency = 2;
const maxWaiting = 256;

const queue = remember("evento.password-hash", () => new PQueue({ concurrency }));

/** @throws Busy when the queue is full. */
async function enqueue<T>(work: () => Promise<T>): Promise<T> {
  if (queue.size >= maxWaiting) throw new Busy("too many passwords wait to be hashed");
  return queue.add(work);
}

/**
 * The argon2id hash of a password, as a PHC string; with a random salt unless one of 16 bytes is given.
 * @throws Busy
 */
export const hashPassword = (password: string, salt?: Uint8Array): Promise<string> =>
  enqueue(() => hash(password, { ...parameters, salt }));

// The hash of a random password: verifying against it takes as long as against a real one.
let dummyHash: Promise<string> | undefined;

/**
 * Whether the password matches the hash. Without a hash it takes the same time and returns false.
 * @throws Busy
 */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  dummyHash ??= hash(crypto.randomUUID(), parameters);
  const against = passwordHash ?? (await dummyHash);
  const right = await enqueue(() => verify(against, password).catch(() => false));
  return right && passwordHash !== undefined;
}

/** Whether a stored hash has weaker parameters than today's. */
export function isOutdated(passwordHash: string): boolean {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(passwordHash);
  if (!found) return true;
  const [memory = 0, time = 0] = found.slice(1).map(Number);
  return memory < parameters.memoryCost || time < parameters.timeCost;
}
