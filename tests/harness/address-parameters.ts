/** Every parameter that a page reads from its address, or that a form or link of ours adds. */
export const addressParameters = [
  ...["after", "confirmed", "deleted", "done", "event", "from", "month", "next", "only", "page", "past", "q"],
  ...["reset", "saved", "scan", "sent", "show", "sort", "stale", "take-back", "to", "token", "upcoming"],
  ...["use", "waiting"],
];
