import { LRUCache } from "lru-cache";
import type { EncodedResponse } from "./encoded-response";

/** How long, in ms, a response may be cached; 0 when not at all. */
export type Rendered = { response: EncodedResponse; maxAge: number };

/**
 * Responses in memory, by address; the least recently used ones make room. Requests for an address that
 * is being rendered share that rendering.
 */
export class PageCache {
  readonly #responses: LRUCache<string, EncodedResponse>;
  readonly #rendering = new Map<string, Promise<EncodedResponse>>();
  readonly #render: (address: string) => Promise<Rendered>;

  /** @param render an error it throws reaches every request that waits for the address */
  constructor(render: (address: string) => Promise<Rendered>, { maxBytes }: { maxBytes: number }) {
    this.#render = render;
    this.#responses = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes });
  }

  /** Whether a response is there or on its way. */
  has(address: string): boolean {
    return this.#responses.has(address) || this.#rendering.has(address);
  }

  async get(address: string): Promise<EncodedResponse> {
    return this.#responses.get(address) ?? this.#rendering.get(address) ?? this.#load(address);
  }

  /** Drops every response; later requests get one whose rendering began after this. */
  invalidate(): void {
    this.#responses.clear();
    this.#rendering.clear();
  }

  #load(address: string): Promise<EncodedResponse> {
    const rendering = this.#render(address)
      .then(({ response, maxAge }) => {
        // After an invalidation this rendering may show what was true before.
        if (this.#rendering.get(address) === rendering && maxAge > 0)
          this.#responses.set(address, response, { ttl: maxAge });
        return response;
      })
      .finally(() => {
        if (this.#rendering.get(address) === rendering) this.#rendering.delete(address);
      });
    this.#rendering.set(address, rendering);
    return rendering;
  }
}
