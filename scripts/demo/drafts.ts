/** What the demo's organiser has begun, as its forms contained it. */
export const drafts: Record<string, string>[] = [
  {
    name: "Midsummer Ceilidh",
    location: "The Long Barn, Kelham",
    host: "Kelham Folk Club",
    description:
      "Dancing **for everybody**. The caller explains each dance.\n\n- Bar until eleven\n- Bring *flat* shoes",
    timeZone: "Europe/London",
    time: "19:30",
    hours: "3",
    minutes: "30",
    capacity: "180",
  },
  {
    name: "Talk on beekeeping (which room?)",
    description: "Ask Ruth for a date.",
    timeZone: "Europe/London",
  },
  { location: "Castle Lawn, Kelham", timeZone: "Europe/London", hours: "2", minutes: "0" },
];
