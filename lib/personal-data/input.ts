import { z } from "zod";
import { password } from "@/lib/auth/input";

export const deleteAccountInput = z.object({ password });
