/** How many things that a door did without a network it may send at once. */
export const maxSync = 100;

/** How many door passes an event may have that are not withdrawn. */
export const mostPasses = 50;
