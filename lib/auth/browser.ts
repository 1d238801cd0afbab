import { headers } from "next/headers";
import { currentRequest } from "@/lib/runtime/request-context";

export type Browser = {
  /** What limits are counted by. */
  clientAddress: string;
  /** What it calls itself. */
  userAgent: string;
};

/** The browser that sent the request under way. */
export async function thisBrowser(): Promise<Browser> {
  return {
    clientAddress: currentRequest()?.clientAddress ?? "unknown",
    userAgent: (await headers()).get("user-agent") ?? "",
  };
}
