/**
 * The address of a map at a place. Phones open the first two in a program for maps; the last is for every other
 * device.
 * @param userAgent the header of that name
 */
export function mapAddress(place: string, userAgent: string): string {
  const query = encodeURIComponent(place);
  if (/\bAndroid\b/.test(userAgent)) return `https://www.google.com/maps/search/?api=1&query=${query}`;
  // An iPad says that it is a Macintosh.
  if (/\b(iPhone|iPad|iPod|Macintosh)\b/.test(userAgent)) return `https://maps.apple.com/?q=${query}`;
  return `https://www.openstreetmap.org/search?query=${query}`;
}
