import { createHash } from "node:crypto";
import type { RefusalFacts } from "@/lib/outcome/outcome";

type Editable = {
  name: string;
  location: string;
  host: string;
  contact: string;
  capacity: number;
  description: string;
  /** Null and "" for none. */
  pictureId: string | null;
};

const fields = ["name", "location", "host", "contact", "capacity", "description", "pictureId"] as const;

const digest = (value: string | number | null) =>
  createHash("sha256")
    .update(String(value ?? ""))
    .digest("base64url")
    .slice(0, 12);

/**
 * The values that an edit form was made from, as a short digest of each field. The event's revision would not do:
 * the public can see it, so it does not count changes of the capacity.
 */
export const editVersion = (event: Editable): string => fields.map((field) => digest(event[field])).join(".");

/** The fields that have changed since `version`, "" for no picture; all of them if the version is unknown. */
export function changedSince(version: string, event: Editable): RefusalFacts {
  const before = version.split(".");
  const changed = fields.filter((field, n) => before[n] !== digest(event[field]));
  return Object.fromEntries(changed.map((field) => [field, event[field] ?? ""]));
}
