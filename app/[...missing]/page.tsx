import type { Metadata } from "next";
import { NotFound } from "@/components/shell/not-found";
import { Shell } from "@/components/shell/shell";
import { setStatus } from "@/lib/runtime/request-context";

export const metadata: Metadata = { title: "Not found" };

/** All unknown addresses. Next's own 404 has an empty body for browsers without JavaScript. */
export default function MissingPage() {
  setStatus(404);
  return (
    <Shell>
      <NotFound />
    </Shell>
  );
}
