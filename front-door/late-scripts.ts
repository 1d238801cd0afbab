/** What Next writes into a page for each script it wants at once; text of people never holds a bare `<`. */
const asyncScript = /<script src="([^"]+)"[^>]* async=""[^>]*><\/script>/g;
const preload = /<link rel="preload" as="script"[^>]*>/g;

/**
 * What Next is told to run before it starts: a script of nothing, after which it goes on in another task. In
 * one task with React, which `instrumentation-client.ts` has got ready by then, its start would keep a slow
 * phone from answering a tap for a fifth of a second.
 */
const pause = '(self.__next_s??=[]).push([0,{type:"text/plain",children:""}]);';

/**
 * Runs in the browser: adds scripts, as React would have written them, once something is painted; at once
 * where a browser does not tell. A tab that nobody looks at paints, and so loads, when somebody does.
 */
const loader = `(a=>{
${pause}
const add=()=>a.forEach(src=>document.head.append(Object.assign(document.createElement("script"),{src,async:true})));
if(!self.PerformanceObserver?.supportedEntryTypes?.includes("paint"))return add();
new PerformanceObserver((_,o)=>{o.disconnect();add()}).observe({type:"paint",buffered:true})
})`;

/**
 * Lets a page ask for its scripts after its first paint, so that on a slow line they do not hold up what
 * can be read: without them a page shows and sends the same. Returns the page, which may be any HTML.
 * @param nonce what its Content-Security-Policy allows inline scripts by, unless by their hashes
 */
export function makeScriptsLate(html: string, nonce?: string): string {
  const addresses: string[] = [];
  const rest = html.replace(preload, "").replace(asyncScript, (_, address: string) => {
    addresses.push(address);
    return "";
  });
  if (addresses.length === 0) return html;
  const script = `<script${nonce ? ` nonce="${nonce}"` : ""}>${loader}(${JSON.stringify(addresses)})</script>`;
  return rest.replace("</body></html>", () => `${script}</body></html>`);
}
