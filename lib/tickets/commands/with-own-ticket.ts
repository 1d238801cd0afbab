import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { tickets } from "@/db/schema";
import type { Checked } from "@/lib/access/checked";
import { type Outcome, refuse } from "@/lib/outcome/outcome";
import { maySeeTicket } from "../access";

/** The row of a ticket, for its holder. */
export type OwnTicketRow = Checked<typeof tickets.$inferSelect, "own ticket">;

/** For `decide`: a command on a ticket of `holder`, in the transaction of the check; else it refuses `not-found`. */
export const withOwnTicket =
  <Value, Reason extends string>(
    ticketId: string,
    holder: { id: string },
    command: (tx: Db, ticket: OwnTicketRow) => Promise<Outcome<Value, Reason>>,
  ) =>
  async (tx: Db): Promise<Outcome<Value, Reason | "not-found">> => {
    const [ticket] = await tx.select().from(tickets).where(eq(tickets.id, ticketId));
    return ticket && maySeeTicket(holder, ticket) ? command(tx, ticket as OwnTicketRow) : refuse("not-found");
  };
