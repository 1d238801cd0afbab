/** What was written to a response, for whoever holds an answer back until it is whole. */
export class Chunks {
  readonly #chunks: Buffer[] = [];

  /** Takes the first arguments of `write` or `end`, whatever they are. */
  take(chunk: unknown, encoding?: unknown): void {
    if (typeof chunk === "string") {
      this.#chunks.push(
        Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8"),
      );
    } else if (chunk instanceof Uint8Array) this.#chunks.push(Buffer.from(chunk));
  }

  whole(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
