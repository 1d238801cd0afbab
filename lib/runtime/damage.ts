import { remember } from "@epic-web/remember";

const state = remember("evento.damage", () => ({ found: false }));

/** Records that the database was found damaged, until the process ends. */
export function recordDamage(): void {
  state.found = true;
}

export const isDamaged = () => state.found;
