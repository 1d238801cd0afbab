import { settings } from "@/lib/runtime/env";
import { currentRequest } from "@/lib/runtime/request-context";

/** The mailbox shows all mails with their links, so it exists only for this machine and without a mail server. */
export const isMailboxOpen = () => settings().smtpUrl === null && currentRequest()?.fromThisMachine === true;
