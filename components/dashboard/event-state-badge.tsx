import { Badge } from "@/components/ui/badge";
import type { ManagedEvent } from "@/lib/events/queries";

const states = {
  upcoming: { tone: "good", text: "Upcoming" },
  started: { tone: "good", text: "On now" },
  ended: { tone: "neutral", text: "Ended" },
  cancelled: { tone: "bad", text: "Cancelled" },
} as const;

export function EventStateBadge({ state }: { state: ManagedEvent["state"] }) {
  return <Badge tone={states[state].tone}>{states[state].text}</Badge>;
}
