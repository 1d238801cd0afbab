import type { ZxcvbnFactory } from "@zxcvbn-ts/core";

/** Guesses, as a power of ten, that a password has to withstand. */
const enough = 8;
/** The work grows with the length, and nothing that starts strongly gets weaker by going on. */
const lookedAt = 64;

let estimator: Promise<ZxcvbnFactory> | undefined;

// The dictionaries take a third of a second to load, so the server starts without them.
async function loadEstimator() {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    // The default of 100 takes half a second for 64 characters such as `l1!|`.
    l33tMaxSubstitutions: 5,
  });
}

/** Words that someone who knows the account or the product would try first, in lower case. */
function personalWords({ name, email }: { name: string; email: string }): string[] {
  const words = [
    name,
    email,
    ...`${name} ${email}`.split(/[^\p{L}\p{N}]+/u),
    name.replace(/[^\p{L}\p{N}]/gu, ""),
  ];
  return [...new Set(["evento", ...words.map((word) => word.toLowerCase())])]
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length);
}

/** Whether little but personal words stands in the password, such as `AdaLovelace!2026`. */
function isMostlyPersonal(password: string, words: string[]): boolean {
  const typed = password.toLowerCase();
  const rest = words.reduce((left, word) => left.replaceAll(word, " "), typed);
  return rest !== typed && rest.replace(/[^\p{L}\p{N}]/gu, "").length < 6;
}

/**
 * Whether a password is common, follows a pattern, or is made of the name, the email address or the
 * product's name, so that it would be among the first hundred million guesses.
 */
export async function isEasyToGuess(
  password: string,
  owner: { name: string; email: string },
): Promise<boolean> {
  const words = personalWords(owner);
  if (isMostlyPersonal(password, words)) return true;
  estimator ??= loadEstimator();
  const { guessesLog10 } = (await estimator).check([...password].slice(0, lookedAt).join(""), words);
  return guessesLog10 < enough;
}
