import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { recoveryCodes } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import type { Browser } from "@/lib/auth/browser";
import { type HalfSignedIn, hasSecondStep } from "@/lib/auth/second-step";
import { startSession } from "@/lib/auth/sessions";
import { done, refuse } from "@/lib/outcome/outcome";
import { countRecoveryCodes } from "../queries";
import { hashTypedCode } from "../recovery-code";
import { mailTwoStepChange } from "./mail-two-step-change";

type SecondStep = { who: HalfSignedIn; recoveryCode: string; browser: Browser; at: Date };

/**
 * Uses a recovery code up, starts a session and mails that it was used. Refuses `wrong-code`, and `proof-void` if
 * two-step sign-in was turned off or the password has changed.
 */
export async function signInWithRecoveryCode(tx: Db, { who, recoveryCode, browser, at }: SecondStep) {
  const { userId, role } = who;
  if (!(await hasSecondStep(tx, userId))) return refuse("proof-void");
  const codeHash = hashTypedCode(userId, recoveryCode);
  if (codeHash === null) return refuse("wrong-code");
  const [used] = await tx
    .update(recoveryCodes)
    .set({ usedAt: at })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.codeHash, codeHash),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ codeHash: recoveryCodes.codeHash });
  if (!used) return refuse("wrong-code");
  const sessionId = await startSession(tx, who, browser, at);
  if (!sessionId) return refuse("proof-void");
  const codesLeft = await countRecoveryCodes(tx, userId);
  const entry = { actorId: userId, action: "account.use-recovery-code", subject: userId, at };
  await recordAudit(tx, { ...entry, details: { codesLeft } });
  await mailTwoStepChange(tx, who, { what: "code-used", codesLeft, at });
  return done({ sessionId, userId, role, codesLeft });
}
