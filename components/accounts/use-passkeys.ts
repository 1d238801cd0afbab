"use client";

import { useHydrated } from "@/components/ui/use-hydrated";

/** Whether this browser has passkeys; false on the server, and without a secure connection. */
export function usePasskeys(): boolean {
  return useHydrated() && typeof globalThis.PublicKeyCredential === "function";
}
