import { headers } from "next/headers";
import { currentRequest } from "@/lib/runtime/request-context";

export type Browser = {
  /** Rate limits count by it. */
  clientAddress: string;
  userAgent: string;
};

/** The browser that sent the current request. */
export async function thisBrowser(): Promise<Browser> {
  return {
    clientAddress: currentRequest()?.clientAddress ?? "unknown",
    userAgent: (await headers()).get("user-agent") ?? "",
  };
}
