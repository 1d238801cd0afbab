import { Badge } from "@/components/ui/badge";
import { type AvailabilityLabel, labelText } from "@/lib/availability/availability";

/** FULL, `last X spaces` or nothing. */
export function AvailabilityBadge({ label }: { label: AvailabilityLabel | null }) {
  if (!label) return null;
  return <Badge tone={label.kind === "full" ? "ink" : "accent"}>{labelText(label)}</Badge>;
}
