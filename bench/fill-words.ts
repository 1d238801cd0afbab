/** Where events are: a city as its people write it, with the time zone of its clocks. */
export const cities: readonly (readonly [city: string, zone: string])[] = [
  ["London", "Europe/London"],
  ["Edinburgh", "Europe/London"],
  ["Manchester", "Europe/London"],
  ["Zürich", "Europe/Zurich"],
  ["Kraków", "Europe/Warsaw"],
  ["Málaga", "Europe/Madrid"],
  ["Αθήνα", "Europe/Athens"],
  ["Reykjavík", "Atlantic/Reykjavik"],
  ["İzmir", "Europe/Istanbul"],
  ["القاهرة", "Africa/Cairo"],
  ["Lagos", "Africa/Lagos"],
  ["Kathmandu", "Asia/Kathmandu"],
  ["Mumbai", "Asia/Kolkata"],
  ["東京", "Asia/Tokyo"],
  ["서울", "Asia/Seoul"],
  ["Sydney", "Australia/Sydney"],
  ["Auckland", "Pacific/Auckland"],
  ["New York", "America/New_York"],
  ["Montréal", "America/Toronto"],
  ["São Paulo", "America/Sao_Paulo"],
  ["Bogotá", "America/Bogota"],
  ["Honolulu", "Pacific/Honolulu"],
];

export const halls = [
  ...["Great Hall", "Old Library", "Lecture Theatre A", "Lecture Theatre B", "Riverside Studio", "Town Hall"],
  ...["Chapel", "Students' Union", "Courtyard", "Sports Centre", "Boathouse", "Observatory", "Café Brûlot"],
  ...["Gallery", "Workshop 3", "Roof Terrace", "Arboretum", "Cinema", "Market Square", "Concert Hall"],
];

export const topics = [
  ...["Jazz", "Chess", "Robotics", "Baroque", "Poetry", "Salsa", "Astronomy", "Bouldering", "Pottery", "Tea"],
  ...["Fencing", "Climate", "Linguistics", "Open source", "Photography", "Beekeeping", "Improv", "Genomics"],
  ...["Typography", "Film noir", "Sourdough", "Cycling", "Folk", "Debating", "Origami", "Cryptography"],
  ...["Philosophy", "Volleyball", "Watercolour", "Games", "書道", "Ρεμπέτικο", "Škoda & friends", "Yoga"],
];

export const kinds = [
  ...["night", "evening", "workshop", "lecture", "open day", "tournament", "recital", "tasting", "walk"],
  ...["masterclass", "meet-up", "symposium", "for beginners", "social", "fair", "screening", "marathon"],
];

export const asides = ["", "", "", " (100% free)", " – last chance", ", part 2", " & supper", ": the return"];
