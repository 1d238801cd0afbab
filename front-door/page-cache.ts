import type { KeptPage } from "./kept-page";

type Render = (address: string) => Promise<KeptPage>;

/**
 * Public pages in memory, the least recently asked for forgotten first. Everyone who asks for a page
 * that is being rendered gets that one rendering; a rendering that began before something was forgotten
 * is answered with but not kept.
 */
export class PageCache {
  readonly #pages = new Map<string, KeptPage>();
  readonly #underWay = new Map<string, Promise<KeptPage>>();
  readonly #render: Render;
  readonly #mostBytes: number;
  #bytes = 0;
  #generation = 0;

  constructor(render: Render, { mostBytes }: { mostBytes: number }) {
    this.#render = render;
    this.#mostBytes = mostBytes;
  }

  /** Whether a page is being rendered that is still wanted. */
  get isRendering(): boolean {
    return this.#underWay.size > 0;
  }

  /** The page if it is kept and still true at `now`. */
  get(address: string, now: Date): KeptPage | undefined {
    const page = this.#pages.get(address);
    if (!page) return undefined;
    // A Map remembers the order of insertion: what is asked for goes to the end, away from eviction.
    this.#pages.delete(address);
    if (page.keepUntil === null || page.keepUntil.getTime() <= now.getTime()) {
      this.#bytes -= page.bytes;
      return undefined;
    }
    this.#pages.set(address, page);
    return page;
  }

  /** Renders the page, once for all who ask meanwhile, and keeps it if it may be kept. */
  render(address: string): Promise<KeptPage> {
    const running = this.#underWay.get(address);
    if (running) return running;
    const generation = this.#generation;
    const rendering = this.#render(address)
      .then((page) => {
        if (generation === this.#generation) this.#keep(address, page);
        return page;
      })
      .finally(() => {
        if (this.#underWay.get(address) === rendering) this.#underWay.delete(address);
      });
    this.#underWay.set(address, rendering);
    return rendering;
  }

  /** Forgets every page: whoever asks from now on gets a rendering that began after this. */
  forget(): void {
    this.#generation += 1;
    this.#pages.clear();
    this.#underWay.clear();
    this.#bytes = 0;
  }

  #keep(address: string, page: KeptPage) {
    if (page.keepUntil === null || page.bytes > this.#mostBytes) return;
    this.#pages.set(address, page);
    this.#bytes += page.bytes;
    for (const [oldest, { bytes }] of this.#pages) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#pages.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}
