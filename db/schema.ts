import { sql } from "drizzle-orm";
import {
  bytes,
  check,
  flag,
  index,
  instant,
  integer,
  largeInteger,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from "./columns";

export const users = table(
  "users",
  {
    id: text("id").primaryKey(),
    /** That of a deleted account is `deletedName`. */
    name: text("name").notNull(),
    /** Normalised: NFKC, trimmed, lower case. Null: the account was deleted; its row stays for what refers to it. */
    email: text("email"),
    /** Empty if the account was deleted. */
    passwordHash: text("password_hash").notNull(),
    role: text("role", { enum: ["attendee", "organiser"] }).notNull(),
    /** Before that, there is only a row of `registrations`. */
    emailVerifiedAt: instant("email_verified_at").notNull(),
    createdAt: instant("created_at").notNull(),
    /** The address of the private calendar is derived from it, the id and AUTH_SECRET; counting up renews it. */
    calendarVersion: integer("calendar_version").notNull().default(0),
    /** Whether they want to be reminded of events they have tickets for. */
    reminders: flag("reminders").notNull().default(true),
  },
  (user) => [
    uniqueIndex("users_email").on(user.email),
    check("users_role", sql`${user.role} in ('attendee', 'organiser')`),
  ],
);

export const sessions = table(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    /** The User-Agent header, cut to 300 characters, for the list of sessions. */
    userAgent: text("user_agent").notNull(),
  },
  (session) => [index("sessions_user").on(session.userId)],
);

/**
 * Accounts that were deleted while the worker still erases what else tells of them. Its row keeps name and address
 * until nothing else does.
 */
export const accountDeletions = table(
  "account_deletions",
  {
    userId: text("user_id")
      .primaryKey()
      .references(() => users.id),
    name: text("name").notNull(),
    email: text("email").notNull(),
    deletedAt: instant("deleted_at").notNull(),
    /** When the worker goes on. */
    dueAt: instant("due_at").notNull(),
    /** Which step comes next, and the last row that it has seen. */
    step: integer("step").notNull().default(0),
    lastSeen: text("last_seen"),
    /** When the worker began to go through everything, again if what was in progress may have written more. */
    passBeganAt: instant("pass_began_at").notNull(),
  },
  (deletion) => [index("account_deletions_due").on(deletion.dueAt)],
);

/** Registrations whose address is not confirmed yet. The first that is confirmed becomes a row of `users`. */
export const registrations = table(
  "registrations",
  {
    /** The token of its mailed link is derived from it and AUTH_SECRET. */
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** Normalised like that of an account, which may exist. */
    email: text("email").notNull(),
    passwordHash: text("password_hash").notNull(),
    /** Organiser only if this submission included the organiser code. */
    role: text("role", { enum: ["attendee", "organiser"] }).notNull(),
    /** The path of this site to continue at. */
    next: text("next"),
    createdAt: instant("created_at").notNull(),
    /** The end of its link; later after another mail with the link. */
    expiresAt: instant("expires_at").notNull(),
    /** When its link was used. */
    usedAt: instant("used_at"),
    /** When the link of another registration of this address was used. */
    replacedAt: instant("replaced_at"),
  },
  (registration) => [
    index("registrations_email").on(registration.email, registration.createdAt, registration.id),
    index("registrations_created").on(registration.createdAt),
    check("registrations_role", sql`${registration.role} in ('attendee', 'organiser')`),
  ],
);

/** Requests for a link that sets a new password, also for addresses without an account. */
export const passwordResets = table(
  "password_resets",
  {
    /** The token of its mailed link is derived from it and AUTH_SECRET. */
    id: text("id").primaryKey(),
    email: text("email").notNull(),
    /** The path of this site to continue at. */
    next: text("next"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    /** When another link was requested, or the password changed. */
    replacedAt: instant("replaced_at"),
  },
  (reset) => [
    index("password_resets_email").on(reset.email),
    index("password_resets_created").on(reset.createdAt),
  ],
);

/** Accounts whose sign-in with a password has a second step. */
export const twoStepSignIns = table("two_step_sign_ins", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id),
  /** The key that an authenticator app has too, encrypted with AUTH_SECRET: see lib/two-step/sealed-key.ts. */
  sealedKey: text("sealed_key").notNull(),
  turnedOnAt: instant("turned_on_at").notNull(),
  /** The time step, 30 seconds each since 1970, of the last code that was used: no code is taken twice. */
  lastStep: integer("last_step").notNull(),
});

/** Codes that each replace one code of an authenticator app. */
export const recoveryCodes = table(
  "recovery_codes",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    codeHash: text("code_hash").notNull(),
    usedAt: instant("used_at"),
  },
  (code) => [primaryKey({ columns: [code.userId, code.codeHash] })],
);

/** Keys with which browsers and devices sign in to an account without its password. */
export const passkeys = table(
  "passkeys",
  {
    id: text("id").primaryKey(),
    /** By which the authenticator knows it, base64url. */
    credentialId: text("credential_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** What its owner calls it. */
    name: text("name").notNull(),
    /** COSE. */
    publicKey: bytes("public_key").notNull(),
    /** How often it has signed, as far as its authenticator counts; up to 2³². */
    counter: largeInteger("counter").notNull(),
    /** How browsers reach its authenticator, as a JSON list. */
    transports: text("transports").notNull(),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at"),
  },
  (passkey) => [
    uniqueIndex("passkeys_credential").on(passkey.credentialId),
    index("passkeys_user").on(passkey.userId, passkey.createdAt, passkey.id),
  ],
);

/** What passkeys have signed, until it would have expired, so that nothing they signed counts twice. */
export const usedChallenges = table(
  "used_challenges",
  {
    challenge: text("challenge").primaryKey(),
    expiresAt: instant("expires_at").notNull(),
  },
  (used) => [index("used_challenges_expires").on(used.expiresAt)],
);

export const events = table(
  "events",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    location: text("location").notNull(),
    /** Who is behind the event, as people read it. */
    host: text("host").notNull(),
    /** An email address, a web address or nothing. */
    contact: text("contact").notNull().default(""),
    pictureId: text("picture_id").references(() => pictures.id),
    /** Name and location through `searchable()`, for the search of the public list. */
    searchText: text("search_text").notNull(),
    /** A trigger in triggers.ts prevents changes of this and the next four columns. */
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    /** IANA name. */
    timeZone: text("time_zone").notNull(),
    durationMinutes: integer("duration_minutes").notNull(),
    /** The date of the start in the event's zone, `YYYY-MM-DD`, for the list's date filter. */
    startDate: text("start_date").notNull(),
    capacity: integer("capacity").notNull(),
    allocated: integer("allocated").notNull().default(0),
    /** How many places of its waiting list were ever taken: the last one's number. */
    waitingPlaces: integer("waiting_places").notNull().default(0),
    /**
     * Whether the worker has to go on with the waiting list: it gives free spaces to those who wait, and until then
     * the event counts as full; or the event is cancelled, and it tells them.
     */
    waitingListPending: flag("waiting_list_pending").notNull().default(false),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: instant("created_at").notNull(),
    /** The last public change (name, description, location, cancellation); tickets and capacity do not count. */
    updatedAt: instant("updated_at").notNull(),
    /** The number of public changes: the SEQUENCE of calendar files. */
    revision: integer("revision").notNull().default(0),
    cancelledAt: instant("cancelled_at"),
    cancelReason: text("cancel_reason"),
    /** How many tickets the cancellation voided, for the dashboard. */
    voidedTickets: integer("voided_tickets").notNull().default(0),
    /** Alerts to organisers: armed until sent, sent at most once an hour. */
    nearAlertArmed: flag("near_alert_armed").notNull().default(true),
    nearAlertAt: instant("near_alert_at"),
    fullAlertArmed: flag("full_alert_armed").notNull().default(true),
    fullAlertAt: instant("full_alert_at"),
    /** When the worker had erased who came: RETENTION_DAYS after the end. */
    anonymisedAt: instant("anonymised_at"),
  },
  (event) => [
    // Sorts, filters and searches the public list: see `listUpcomingEvents`.
    index("events_upcoming")
      .on(event.startsAt, event.id, event.startDate, event.searchText)
      .where(sql`${event.cancelledAt} is null`),
    // Tells whether a picture is in use.
    index("events_picture").on(event.pictureId).where(sql`${event.pictureId} is not null`),
    index("events_to_anonymise").on(event.endsAt, event.id).where(sql`${event.anonymisedAt} is null`),
    index("events_waiting_list_pending").on(event.id).where(sql`${event.waitingListPending}`),
    check("events_never_oversold", sql`${event.allocated} >= 0 and ${event.allocated} <= ${event.capacity}`),
    check("events_capacity", sql`${event.capacity} between 1 and 1000000`),
    check("events_duration", sql`${event.durationMinutes} between 5 and 44640`),
    check("events_name", sql`length(${event.name}) between 1 and 120`),
    check("events_host", sql`length(${event.host}) between 1 and 80`),
    check("events_location", sql`length(${event.location}) between 1 and 200`),
    check("events_cancelled_is_empty", sql`${event.cancelledAt} is null or ${event.allocated} = 0`),
  ],
);

/** A draft of an event: what its form contained, complete or not. Creating the event deletes it. */
export const drafts = table(
  "drafts",
  {
    /** The event gets the same id. */
    id: text("id").primaryKey(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id),
    /** The values of the form's fields, as JSON. */
    fields: text("fields").notNull(),
    pictureId: text("picture_id").references(() => pictures.id),
    /** Counts the times it was saved, so that a stale form is refused. */
    revision: integer("revision").notNull().default(0),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (draft) => [
    index("drafts_owner").on(draft.ownerId, draft.updatedAt, draft.id),
    // Tells whether a picture is in use.
    index("drafts_picture").on(draft.pictureId).where(sql`${draft.pictureId} is not null`),
  ],
);

/** Pictures of events and drafts. One that neither uses is deleted a day after it was uploaded. */
export const pictures = table(
  "pictures",
  {
    id: text("id").primaryKey(),
    uploadedBy: text("uploaded_by")
      .notNull()
      .references(() => users.id),
    createdAt: instant("created_at").notNull(),
  },
  (picture) => [
    index("pictures_created").on(picture.createdAt),
    index("pictures_uploader").on(picture.uploadedBy, picture.createdAt, picture.id),
  ],
);

/** A picture as WebP in one of its widths. */
export const pictureFiles = table(
  "picture_files",
  {
    pictureId: text("picture_id")
      .notNull()
      .references(() => pictures.id),
    /** In px, like the height. */
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    bytes: bytes("bytes").notNull(),
  },
  (file) => [primaryKey({ columns: [file.pictureId, file.width] })],
);

/** An event's creator and the attendees promoted for it. */
export const eventOrganisers = table(
  "event_organisers",
  {
    eventId: text("event_id")
      .notNull()
      .references(() => events.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    addedAt: instant("added_at").notNull(),
    addedBy: text("added_by")
      .notNull()
      .references(() => users.id),
  },
  (organiser) => [
    primaryKey({ columns: [organiser.eventId, organiser.userId] }),
    index("event_organisers_user").on(organiser.userId, organiser.eventId),
  ],
);

export const tickets = table(
  "tickets",
  {
    id: text("id").primaryKey(),
    eventId: text("event_id")
      .notNull()
      .references(() => events.id),
    /** Null once the event's attendance is anonymised. */
    holderId: text("holder_id").references(() => users.id),
    /** 16 Crockford base32 characters, unique over all time. */
    code: text("code").notNull(),
    /** The holder's name and address through `searchable()`, for the search of the attendee list. */
    searchText: text("search_text").notNull(),
    createdAt: instant("created_at").notNull(),
    /** When its holder cancelled it or an organiser took it back. A cancelled event's tickets are void with it. */
    voidedAt: instant("voided_at"),
    /** Earlier versions voided each ticket of a cancelled event: `event-cancelled`. */
    voidedBecause: text("voided_because", { enum: ["cancelled-by-holder", "event-cancelled", "taken-back"] }),
    /** Why an organiser took it back, in their words. */
    voidedReason: text("voided_reason"),
  },
  (ticket) => [
    uniqueIndex("tickets_code").on(ticket.code),
    uniqueIndex("tickets_one_active_each")
      .on(ticket.holderId, ticket.eventId)
      .where(sql`${ticket.voidedAt} is null`),
    // Sorts and searches an event's attendees: see `listAttendees`.
    index("tickets_event")
      .on(ticket.eventId, ticket.createdAt, ticket.id, ticket.holderId, ticket.searchText)
      .where(sql`${ticket.voidedAt} is null`),
    // Sorts the people of a mailing; with the other columns, because SQLite also uses it to count.
    index("tickets_by_id")
      .on(ticket.eventId, ticket.id, ticket.holderId, ticket.createdAt)
      .where(sql`${ticket.voidedAt} is null`),
    // Sorts an event's void tickets, and counts them over time.
    index("tickets_void")
      .on(ticket.eventId, ticket.createdAt, ticket.id, ticket.voidedAt)
      .where(sql`${ticket.voidedAt} is not null`),
    // Sorts an event's attendees by name.
    index("tickets_by_name")
      .on(ticket.eventId, ticket.searchText, ticket.id, ticket.holderId, ticket.createdAt)
      .where(sql`${ticket.voidedAt} is null`),
    index("tickets_holder").on(ticket.holderId, ticket.createdAt, ticket.id),
    check("tickets_void_has_reason", sql`(${ticket.voidedAt} is null) = (${ticket.voidedBecause} is null)`),
  ],
);

/** Attendees whose ticket an organiser took back: they get none for that event until an organiser allows it. */
export const exclusions = table(
  "exclusions",
  {
    eventId: text("event_id")
      .notNull()
      .references(() => events.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    at: instant("at").notNull(),
    excludedBy: text("excluded_by")
      .notNull()
      .references(() => users.id),
  },
  (exclusion) => [
    primaryKey({ columns: [exclusion.eventId, exclusion.userId] }),
    index("exclusions_user").on(exclusion.userId, exclusion.eventId),
  ],
);

/** Places on the waiting lists of events. */
export const waitingListEntries = table(
  "waiting_list_entries",
  {
    id: text("id").primaryKey(),
    eventId: text("event_id")
      .notNull()
      .references(() => events.id),
    /** Null once the event's attendance is anonymised. */
    userId: text("user_id").references(() => users.id),
    /** From `events.waitingPlaces`: the lowest comes first. */
    place: integer("place").notNull(),
    joinedAt: instant("joined_at").notNull(),
    /** When they no longer want a ticket, at the latest when the event starts. */
    until: instant("until").notNull(),
    endedAt: instant("ended_at"),
    /** Ineligible: they could not hold a ticket when it was their turn. */
    endedBecause: text("ended_because", {
      enum: ["ticket", "left", "expired", "removed", "event-cancelled", "ineligible"],
    }),
  },
  (entry) => [
    uniqueIndex("waiting_list_one_each").on(entry.userId, entry.eventId).where(sql`${entry.endedAt} is null`),
    uniqueIndex("waiting_list_places").on(entry.eventId, entry.place),
    index("waiting_list_next")
      .on(entry.eventId, entry.place, entry.until)
      .where(sql`${entry.endedAt} is null`),
    // Everything that is stored about somebody, also what has ended.
    index("waiting_list_user").on(entry.userId, entry.id).where(sql`${entry.userId} is not null`),
    index("waiting_list_expired").on(entry.until).where(sql`${entry.endedAt} is null`),
    check("waiting_list_end_has_reason", sql`(${entry.endedAt} is null) = (${entry.endedBecause} is null)`),
  ],
);

/** Links with which helpers without an account check tickets in at one door. Valid until 12 hours after the end. */
export const doorPasses = table(
  "door_passes",
  {
    /** The token in its address is derived from it and AUTH_SECRET. */
    id: text("id").primaryKey(),
    eventId: text("event_id")
      .notNull()
      .references(() => events.id),
    door: text("door").notNull(),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: instant("created_at").notNull(),
    withdrawnAt: instant("withdrawn_at"),
  },
  (pass) => [
    index("door_passes_event").on(pass.eventId, pass.createdAt, pass.id),
    index("door_passes_creator").on(pass.createdBy, pass.createdAt, pass.id),
  ],
);

/** Tickets that were checked in. Rows are only added, undone or settled. */
export const checkIns = table(
  "check_ins",
  {
    id: text("id").primaryKey(),
    eventId: text("event_id")
      .notNull()
      .references(() => events.id),
    ticketId: text("ticket_id")
      .notNull()
      .references(() => tickets.id),
    /** When the ticket was scanned; offline doors send it later. */
    at: instant("at").notNull(),
    receivedAt: instant("received_at").notNull(),
    door: text("door").notNull(),
    /** The organiser or the pass of the door. */
    userId: text("user_id").references(() => users.id),
    doorPassId: text("door_pass_id").references(() => doorPasses.id),
    /** Drawn by the door, so that a repeated request counts once. */
    nonce: text("nonce").notNull(),
    /** Held: a door admitted the ticket while offline, and the organisers have to see why that was wrong. */
    state: text("state", { enum: ["active", "undone", "held", "settled"] }).notNull(),
    heldBecause: text("held_because", {
      enum: ["already-checked-in", "void", "pass-ended", "too-early-or-late"],
    }),
    /** Why an organiser checked it in outside the usual time. */
    overrideReason: text("override_reason"),
    undoneAt: instant("undone_at"),
    undoneBy: text("undone_by").references(() => users.id),
    undoneByPass: text("undone_by_pass").references(() => doorPasses.id),
    undoReason: text("undo_reason"),
    settledAt: instant("settled_at"),
    settledBy: text("settled_by").references(() => users.id),
  },
  (checkIn) => [
    uniqueIndex("check_ins_one_active").on(checkIn.ticketId).where(sql`${checkIn.state} = 'active'`),
    uniqueIndex("check_ins_nonce").on(checkIn.nonce),
    index("check_ins_arrivals").on(checkIn.eventId, checkIn.at).where(sql`${checkIn.state} = 'active'`),
    index("check_ins_door").on(checkIn.eventId, checkIn.door).where(sql`${checkIn.state} = 'active'`),
    index("check_ins_held").on(checkIn.eventId, checkIn.at, checkIn.id).where(sql`${checkIn.state} = 'held'`),
    index("check_ins_ticket").on(checkIn.ticketId),
    check("check_ins_by_someone", sql`(${checkIn.userId} is null) <> (${checkIn.doorPassId} is null)`),
    check("check_ins_undone", sql`(${checkIn.state} = 'undone') = (${checkIn.undoneAt} is not null)`),
    check(
      "check_ins_held_has_reason",
      sql`${checkIn.state} not in ('held', 'settled') or ${checkIn.heldBecause} is not null`,
    ),
  ],
);

/** Messages of an event's organisers to its people. A mailing sends each. */
export const messages = table(
  "messages",
  {
    id: text("id").primaryKey(),
    eventId: text("event_id")
      .notNull()
      .references(() => events.id),
    audience: text("audience", { enum: ["holders", "checked-in", "waiting"] }).notNull(),
    subject: text("subject").notNull(),
    /** Plain text with paragraphs. */
    body: text("body").notNull(),
    sentBy: text("sent_by")
      .notNull()
      .references(() => users.id),
    createdAt: instant("created_at").notNull(),
  },
  (message) => [
    index("messages_event").on(message.eventId, message.createdAt, message.id),
    index("messages_sender").on(message.sentBy, message.createdAt, message.id),
  ],
);

/** Every mail, inserted in the transaction that it reports on; the worker sends it later. */
export const outbox = table(
  "outbox",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    /** Null once recipient and facts are erased, so that equal rows of several people stay apart. */
    recipient: text("recipient"),
    /** The id of what the mail reports on; unique together with kind and recipient. */
    dedupeKey: text("dedupe_key").notNull(),
    /** Facts as JSON, of the time when the mail was queued: see lib/mail/messages.ts. */
    facts: text("facts").notNull(),
    /** For mails about an event: its organisers can see and resend dead ones. */
    eventId: text("event_id").references(() => events.id),
    /** Skipped: there was nothing left to say when it was due. */
    state: text("state", { enum: ["queued", "sent", "dead", "skipped"] }).notNull(),
    /** Which mails go first, 0 before 1: see lib/mail/priority.ts. */
    priority: integer("priority").notNull().default(2),
    createdAt: instant("created_at").notNull(),
    /** When the worker may send it, or try again; later while a worker has leased it. */
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    sentAt: instant("sent_at"),
    /** The mail server's last error, for organisers and administrators. */
    lastError: text("last_error"),
  },
  (mail) => [
    uniqueIndex("outbox_dedupe_key").on(mail.kind, mail.recipient, mail.dedupeKey),
    // With the id, because many mails are due at the same time.
    index("outbox_due").on(mail.priority, mail.dueAt, mail.id).where(sql`${mail.state} = 'queued'`),
    index("outbox_dead").on(mail.eventId, mail.createdAt, mail.id).where(sql`${mail.state} = 'dead'`),
    // Also finds what is to be erased.
    index("outbox_newest").on(mail.createdAt, mail.id).where(sql`${mail.recipient} is not null`),
    // Counts what became of a message.
    index("outbox_message").on(mail.dedupeKey, mail.state).where(sql`${mail.kind} = 'message'`),
    check("outbox_queued_has_recipient", sql`${mail.state} <> 'queued' or ${mail.recipient} is not null`),
    check("outbox_state", sql`${mail.state} in ('queued', 'sent', 'dead', 'skipped')`),
  ],
);

/**
 * A mail to many people of an event, such as every holder of its tickets: one row, which the worker expands into the
 * outbox.
 */
export const mailings = table(
  "mailings",
  {
    id: text("id").primaryKey(),
    kind: text("kind", {
      enum: ["event-cancelled", "location-changed", "reminder", "message"],
    }).notNull(),
    eventId: text("event_id")
      .notNull()
      .references(() => events.id),
    /** JSON: what the event's row does not tell. */
    facts: text("facts").notNull(),
    /** The date of its mails, unless its kind has another. */
    createdAt: instant("created_at").notNull(),
    /** The last ticket whose holder's mail is in the outbox. */
    lastTicketId: text("last_ticket_id"),
    /** The last place on the waiting list whose mail is in the outbox. */
    lastPlace: integer("last_place"),
    /** When its next batch is due; mailings that are open at the same time take turns. */
    dueAt: instant("due_at").notNull(),
    doneAt: instant("done_at"),
  },
  (mailing) => [
    index("mailings_due").on(mailing.dueAt, mailing.id).where(sql`${mailing.doneAt} is null`),
    index("mailings_open").on(mailing.eventId, mailing.kind).where(sql`${mailing.doneAt} is null`),
    check(
      "mailings_kind",
      sql`${mailing.kind} in ('event-cancelled', 'location-changed', 'reminder', 'message')`,
    ),
  ],
);

export const auditLog = table(
  "audit_log",
  {
    id: text("id").primaryKey(),
    at: instant("at").notNull(),
    /** Null when nobody was signed in, or the server did it. */
    actorId: text("actor_id"),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    /** JSON; never a password, a token or a ticket's code. */
    details: text("details").notNull(),
  },
  (entry) => [
    index("audit_log_subject").on(entry.subject, entry.at),
    index("audit_log_actor").on(entry.actorId, entry.at, entry.id).where(sql`${entry.actorId} is not null`),
    // What may tell of somebody, to be erased when it is old.
    index("audit_log_detailed")
      .on(entry.at, entry.id)
      .where(sql`${entry.details} <> '{}' or ${entry.subject} like '%@%'`),
    // Finds the events that somebody was made an organiser of.
    index("audit_log_promotions")
      .on(entry.details, entry.subject)
      .where(sql`${entry.action} = 'organiser.promote'`),
  ],
);

export const rateLimits = table(
  "rate_limits",
  {
    /** The limit and the counted party, such as `sign-in:ada@example.org:203.0.113.7`. */
    key: text("key").primaryKey(),
    count: integer("count").notNull(),
    windowStartedAt: instant("window_started_at").notNull(),
    lastAt: instant("last_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (limit) => [index("rate_limits_expires").on(limit.expiresAt)],
);

/** One row that counts public changes, so that every process knows when to invalidate its pages. */
export const publicVersion = table("public_version", {
  id: integer("id").primaryKey(),
  version: integer("version").notNull(),
});
