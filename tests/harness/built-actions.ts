import { readFileSync } from "node:fs";
import { asFetchAction } from "./html-form";

type Manifest = { node: Record<string, { filename: string; exportedName: string }> };

/** The ids of the built actions by `<file>#<export>`. */
export function readActions(): Map<string, string> {
  const { node } = JSON.parse(
    readFileSync(".next/server/server-reference-manifest.json", "utf8"),
  ) as Manifest;
  return new Map(
    Object.entries(node).map(([id, { filename, exportedName }]) => [`${filename}#${exportedName}`, id]),
  );
}

/** The request by which React's client calls an action of `readActions`. @throws if there is none */
export function callOf(action: string, fields: Record<string, string>) {
  const id = readActions().get(action);
  if (!id) throw new Error(`There is no action ${action} in the build.`);
  // Forms always send a field.
  return asFetchAction([["$ACTION_1:0", JSON.stringify({ id })], ["form", "1"], ...Object.entries(fields)]);
}
