/** A file name that every system and mail header takes: `o-brien-sons-b`, or `event` for other scripts. */
export function asciiName(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-+|-+$/g, "") || "event"
  );
}
