import { Badge } from "@/components/ui/badge";
import { type AvailabilityLabel, labelText } from "@/lib/availability/availability";

/** FULL or `last X spaces`; nothing when there is nothing to say. */
export function AvailabilityBadge({ label }: { label: AvailabilityLabel | null }) {
  if (!label) return null;
  return <Badge tone={label.kind === "full" ? "bad" : "warn"}>{labelText(label)}</Badge>;
}
