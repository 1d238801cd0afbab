/**
 * Puts text between the marks of a section, `<!-- name -->` and `<!-- /name -->`, which stay.
 * @throws when the page has not exactly one such section
 */
export function replaceSection(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest, again] = page.split(start);
  const [old, after, more] = rest?.split(end) ?? [];
  if (
    before === undefined ||
    old === undefined ||
    after === undefined ||
    again !== undefined ||
    more !== undefined
  )
    throw new Error(`The page needs one ${start} … ${end}.`);
  return `${before}${start}\n\n${text}\n\n${end}${after}`;
}
