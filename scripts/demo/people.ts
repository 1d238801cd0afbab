import { searchable } from "@/lib/search/search-text";

export type Person = { name: string; email: string; role: "attendee" | "organiser" };

const attendee = (name: string, email: string): Person => ({ name, email, role: "attendee" });
const organiser = (name: string, email: string): Person => ({ name, email, role: "organiser" });

/** The password of every demo account. */
export const demoPassphrase = "lantern orchard 47 mosaic";

/** The accounts whose sign-ins are printed. */
export const visitors = {
  organiser: organiser("Olivia Hartwell", "demo-organiser@example.org"),
  promoted: attendee("Pascal Moreau", "demo-promoted@example.org"),
  attendee: attendee("Amara Okafor", "demo-attendee@example.org"),
};

/** The organisers of the other events. */
export const hosts = {
  university: organiser("Northmoor University Events", "events@northmoor.example.org"),
  clubs: organiser("Kelham Clubs Together", "clubs@kelham.example.org"),
  company: organiser("Fernhill Works", "people@fernhill.example.com"),
};

const given = [
  ...["Aisha", "Benoît", "Chiara", "Dmitri", "Esi", "Farah", "Gareth", "Hana", "Ingrid", "João"],
  ...["Kofi", "Leila", "Mateusz", "Niamh", "Ömer", "Priya", "Ravi", "Sofía", "Thuy", "Zoë"],
];
const family = [
  ...["Abbott", "Bianchi", "Castillo", "Dvořák", "Eriksson", "Fitzgerald", "Gurung", "Haddad"],
  ...["Ivanova", "Jónsdóttir", "Kaminski", "Lindqvist", "Mbeki", "Nakamura", "O'Neill", "Papadakis"],
];

const addressOf = (name: string) => `${searchable(name).replace(/[^a-z]+/g, ".")}@example.org`;

/** 320 attendees, and some with names in other scripts. */
export const crowd: Person[] = [
  attendee("山田 花子", "hanako.yamada@example.org"),
  attendee("محمد الفاسي", "mohammed.elfassi@example.org"),
  attendee("Ελένη Παππά", "eleni.pappa@example.org"),
  attendee("सीता थापा", "sita.thapa@example.org"),
  attendee("Robert <b>Tables</b> & Sons", "bobby@example.org"),
  // Every given name with every family name; neighbours in the list share neither.
  ...family.flatMap((_, shift) =>
    given.map((first, place) => {
      const name = `${first} ${family[(place + shift) % family.length]}`;
      return attendee(name, addressOf(name));
    }),
  ),
];
