/** What to call a draft that may have no name yet. */
export const draftName = (name: string | undefined): string => name || "Draft without a name";
