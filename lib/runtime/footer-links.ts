export type FooterLink = { label: string; href: string };

const isAddress = (given: string) =>
  URL.canParse(given) && ["http:", "https:", "mailto:"].includes(new URL(given).protocol);

/**
 * The links of `About=https://…, Contact=mailto:…`; null if they are malformed. An address with a comma has `%2C`
 * instead.
 */
export function parseFooterLinks(given: string): FooterLink[] | null {
  const links = given.split(",").map((pair) => {
    const [label = "", ...rest] = pair.split("=");
    return { label: label.trim(), href: rest.join("=").trim() };
  });
  return links.every(({ label, href }) => label && label.length <= 40 && isAddress(href)) ? links : null;
}
