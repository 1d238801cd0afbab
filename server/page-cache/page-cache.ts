import { LRUCache } from "lru-cache";
import { metrics } from "@/lib/runtime/metrics";
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
  readonly #name: string;
  readonly #render: (address: string) => Promise<Rendered>;

  /**
   * @param render an error it throws reaches every request that waits for the address
   * @param options.name for the metrics
   */
  constructor(
    render: (address: string) => Promise<Rendered>,
    { name, maxBytes }: { name: string; maxBytes: number },
  ) {
    this.#name = name;
    this.#render = render;
    this.#responses = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes });
  }

  /** Whether a response is there or on its way. */
  has(address: string): boolean {
    return this.#responses.has(address) || this.#rendering.has(address);
  }

  async get(address: string): Promise<EncodedResponse> {
    const ready = this.#responses.get(address) ?? this.#rendering.get(address);
    metrics().pageCacheRequests.inc({ cache: this.#name, result: ready ? "hit" : "miss" });
    return ready ?? this.#load(address);
  }

  /** Drops every response; later requests get one whose rendering began after this. */
  invalidate(): void {
    this.#responses.clear();
    this.#rendering.clear();
    this.#measure();
  }

  #keep(address: string, response: EncodedResponse, ttl: number): void {
    this.#responses.set(address, response, { ttl });
    this.#measure();
  }

  #measure(): void {
    metrics().pageCacheBytes.set({ cache: this.#name }, this.#responses.calculatedSize);
  }

  #load(address: string): Promise<EncodedResponse> {
    const rendering = this.#render(address)
      .then(({ response, maxAge }) => {
        // After an invalidation this rendering may show what was true before.
        if (this.#rendering.get(address) === rendering && maxAge > 0) this.#keep(address, response, maxAge);
        return response;
      })
      .finally(() => {
        if (this.#rendering.get(address) === rendering) this.#rendering.delete(address);
      });
    this.#rendering.set(address, rendering);
    return rendering;
  }
}
