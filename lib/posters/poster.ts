/** The patterns in components/events/posters.svg. */
export const posterPatterns = 8;

/** Paper and shapes of a poster, the same in both themes. */
export const posterColors = [
  ["#cbe0ee", "#17557f"],
  ["#dcd3f5", "#4a2f9e"],
  ["#f7cdbd", "#b23a22"],
  ["#d3e2b4", "#4c6212"],
  ["#e3c8f0", "#71278f"],
  ["#bfe0d2", "#125a45"],
  ["#fadd9c", "#8a5a00"],
  ["#f6c9dc", "#9d1f5b"],
  ["#f9cf9f", "#a4450b"],
  ["#c2dfe4", "#0f5663"],
  ["#e3d9c6", "#5d4a2c"],
  ["#d2d8ef", "#2e3f94"],
] as const;

export type Poster = {
  /** From 0. */
  pattern: number;
  /** The place in `posterColors`. */
  colors: number;
};

/** The picture of an event that has none of its own: the same for ever, as it depends on the event's id alone. */
export function posterOf(eventId: string): Poster {
  let hash = 0;
  for (const character of eventId) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return {
    pattern: hash % posterPatterns,
    colors: Math.floor(hash / posterPatterns) % posterColors.length,
  };
}
