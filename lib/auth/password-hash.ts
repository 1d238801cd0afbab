import { hash, verify } from "@node-rs/argon2";
import { Busy } from "@/lib/runtime/busy";

/** For argon2id, the library's default. Raising these re-hashes every password at its next sign-in. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Two at once keep the other threads of libuv's pool free; 256 waiting ones take a few seconds.
const atOnce = 2;
const mostWaiting = 256;

type Lane = { running: number; waiting: (() => void)[] };

// Next loads modules more than once; the symbol makes all copies share one queue.
const key = Symbol.for("evento.password-hash");
const shared = globalThis as unknown as Record<symbol, Lane | undefined>;
shared[key] ??= { running: 0, waiting: [] };
const lane: Lane = shared[key];

/** Does the work when its turn comes. @throws Busy when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (lane.running < atOnce) lane.running += 1;
  else if (lane.waiting.length >= mostWaiting) throw new Busy("too many passwords wait to be hashed");
  else await new Promise<void>((go) => lane.waiting.push(go));
  try {
    return await work();
  } finally {
    const next = lane.waiting.shift();
    if (next) next();
    else lane.running -= 1;
  }
}

/** The argon2id hash of a password, as a PHC string. @throws Busy */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, parameters));

// Of a password nobody has, under the same parameters: checking it takes as long as checking a real one.
let nobodys: Promise<string> | undefined;

/**
 * Whether the password is the one behind `passwordHash`; without a hash it takes as long and is not.
 * @throws Busy
 */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  nobodys ??= hash(crypto.randomUUID(), parameters);
  const against = passwordHash ?? (await nobodys);
  const right = await inTurn(() => verify(against, password).catch(() => false));
  return right && passwordHash !== undefined;
}

/** Whether a stored hash was made with weaker parameters than today's. */
export function isOutdated(passwordHash: string): boolean {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(passwordHash);
  if (!found) return true;
  const [memory = 0, time = 0] = found.slice(1).map(Number);
  return memory < parameters.memoryCost || time < parameters.timeCost;
}
