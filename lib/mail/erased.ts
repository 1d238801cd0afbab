/** What stands for recipient, facts and errors of a mail that was erased. */
export const erased = { recipient: null, facts: "{}", lastError: null } as const;
