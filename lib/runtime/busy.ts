/** A bounded queue of this process is full: the response is 503. */
export class Busy extends Error {}
