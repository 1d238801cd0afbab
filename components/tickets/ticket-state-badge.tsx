import { Badge } from "@/components/ui/badge";
import type { TicketState } from "@/lib/tickets/queries";

const states: Record<TicketState, { tone: "good" | "neutral" | "bad"; text: string }> = {
  upcoming: { tone: "good", text: "Valid" },
  started: { tone: "good", text: "On now" },
  past: { tone: "neutral", text: "Past" },
  "cancelled-by-holder": { tone: "neutral", text: "Void: cancelled by you" },
  "event-cancelled": { tone: "bad", text: "Void: event cancelled" },
  "taken-back": { tone: "bad", text: "Void: taken back" },
};

export function TicketStateBadge({ state }: { state: TicketState }) {
  return <Badge tone={states[state].tone}>{states[state].text}</Badge>;
}
