import { waitingTime } from "@/lib/time/waiting-time";
import type { Wording } from "./action-form";

/** For rate limits with a waiting time; `otherwise` is what one may do meanwhile. */
export const limitedFor = (what: string, otherwise = ""): Wording => ({
  text: ({ seconds }) => `${what} Try again in ${waitingTime(seconds)}. ${otherwise}`.trim(),
});
