"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/actions/form-state";

/** One signed-in browser, as text for display. */
export type SessionItem = {
  id: string;
  browser: string;
  lastSeen: string;
  signedIn: string;
  isThisOne: boolean;
};

export function SessionList({ sessions, endSession }: { sessions: SessionItem[]; endSession: FormAction }) {
  return (
    <ul className="divide-y divide-hair">
      {sessions.map((session) => (
        <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 py-3 first:pt-0">
          <div className="min-w-0">
            <p id={`session-${session.id}`} className="flex flex-wrap items-center gap-2 font-display">
              {session.browser}
              {session.isThisOne && <Badge tone="good">This browser</Badge>}
            </p>
            <p className="text-sm text-muted">
              Last used {session.lastSeen} · signed in {session.signedIn}
            </p>
          </div>
          {!session.isThisOne && (
            <ActionForm action={endSession}>
              <input type="hidden" name="sessionId" value={session.id} />
              <SubmitButton tone="quiet" small describedBy={`session-${session.id}`}>
                End session
              </SubmitButton>
            </ActionForm>
          )}
        </li>
      ))}
    </ul>
  );
}
