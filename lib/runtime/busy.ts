/** A bounded queue of this process is full; trying again in a moment may help. Answered with 503. */
export class Busy extends Error {}
