/**
 * Erases the rows that a query with a limit found, in the same transaction, unless there are none.
 * @returns whether there may be more
 */
export async function eraseBatch(
  found: { id: string }[],
  limit: number,
  erase: (ids: string[]) => Promise<unknown>,
): Promise<boolean> {
  if (found.length === 0) return false;
  await erase(found.map(({ id }) => id));
  return found.length === limit;
}
