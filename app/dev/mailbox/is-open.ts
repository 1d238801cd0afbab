import { settings } from "@/lib/runtime/env";
import { currentRequest } from "@/lib/runtime/request-context";

/** The mailbox shows everybody's mail, links included: only to this machine, only without a mail server. */
export const isMailboxOpen = () => settings().smtpUrl === null && currentRequest()?.fromThisMachine === true;
