/** How many things that a door did without a network it may send at once. */
export const maxSync = 100;
