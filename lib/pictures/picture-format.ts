/** Texts that a file has from its first byte on or, in a container, from a later one, as Latin-1. */
const signatures: [text: string, from: number][][] = [
  [["\xff\xd8\xff", 0]],
  [["\x89PNG\r\n\x1a\n", 0]],
  [
    ["RIFF", 0],
    ["WEBP", 8],
  ],
  [["ftypavif", 4]],
  [["ftypavis", 4]],
  [["ftypmif1", 4]],
];

/**
 * Whether a file begins like a JPEG, PNG, WebP or AVIF picture, whatever its name. The decoder knows more formats, some
 * of which refer to other files.
 */
export function isAcceptedFormat(bytes: Buffer): boolean {
  const start = bytes.toString("latin1", 0, 16);
  return signatures.some((parts) => parts.every(([text, from]) => start.startsWith(text, from)));
}
