declare const checked: unique symbol;

/**
 * A value that only the code that checks access makes, by a cast: commands and queries that take one do not compile
 * without the check. At run time it is the bare value.
 */
export type Checked<Value, Access extends string> = Value & { readonly [checked]: Access };

/** The id of an event that somebody was found to manage. */
export type ManagedEventId = Checked<string, "managed event">;
