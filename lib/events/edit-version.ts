import { createHash } from "node:crypto";

type Editable = {
  name: string;
  location: string;
  host: string;
  contact: string;
  capacity: number;
  description: string;
};

const fields = ["name", "location", "host", "contact", "capacity", "description"] as const;

const digest = (value: string | number) =>
  createHash("sha256").update(String(value)).digest("base64url").slice(0, 12);

/**
 * The values that an edit form was made from, as a short digest of each field. The event's revision would not do:
 * the public can see it, so it does not count changes of the capacity.
 */
export const editVersion = (event: Editable): string => fields.map((field) => digest(event[field])).join(".");

/** The fields that have changed since `version`; all of them if it is unknown. */
export function changedSince(version: string, event: Editable): Partial<Editable> {
  const before = version.split(".");
  const changed = fields.filter((field, n) => before[n] !== digest(event[field]));
  return Object.fromEntries(changed.map((field) => [field, event[field]]));
}
