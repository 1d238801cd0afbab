import { hash, verify } from "@node-rs/argon2";

/**
 * Passwords checked a second and nothing else: argon2id with the parameters that Evento stores, two at
 * once as there.
 */
export async function hashRate(times: number): Promise<{ perSecond: number }> {
  const stored = await hash("quiet otters", { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  let left = times;
  const lane = async () => {
    for (; left > 0; left -= 1) await verify(stored, "quiet otters");
  };
  const from = performance.now();
  await Promise.all([lane(), lane()]);
  return { perSecond: (times / (performance.now() - from)) * 1_000 };
}
