import type { ZxcvbnFactory } from "@zxcvbn-ts/core";

/** How many guesses a password must withstand, as a power of ten. */
const requiredGuessesLog10 = 8;
/** The estimate takes longer with each character, and more characters never weaken a password. */
const estimatedLength = 64;

let estimator: Promise<ZxcvbnFactory> | undefined;

// Loading the dictionaries takes a third of a second, so it waits for the first use.
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

/** The words of the account and the product, in lower case. */
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

/** Whether the password consists mostly of personal words, such as `AdaLovelace!2026`. */
function isMostlyPersonal(password: string, words: string[]): boolean {
  const typed = password.toLowerCase();
  const rest = words.reduce((left, word) => left.replaceAll(word, " "), typed);
  return rest !== typed && rest.replace(/[^\p{L}\p{N}]/gu, "").length < 6;
}

/**
 * Whether a password would be among the first hundred million guesses: common, a pattern, or made of the
 * name, the email address or the product's name.
 */
export async function isEasyToGuess(
  password: string,
  owner: { name: string; email: string },
): Promise<boolean> {
  const words = personalWords(owner);
  if (isMostlyPersonal(password, words)) return true;
  estimator ??= loadEstimator();
  const { guessesLog10 } = (await estimator).check([...password].slice(0, estimatedLength).join(""), words);
  return guessesLog10 < requiredGuessesLog10;
}
