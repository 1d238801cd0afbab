import { remember } from "@epic-web/remember";

export type StrengthQuestion = { password: string; owner: { name: string; email: string } };

/** Whether a password is easy to guess: see `isEasyToGuess`. @throws Busy */
export type StrengthEstimator = (question: StrengthQuestion) => Promise<boolean>;

const notStarted = (): StrengthEstimator => {
  throw new Error("server.ts has not started the thread that estimates passwords");
};

/** The estimator of this process, which server.ts creates: Next's bundles do not know where its program is. */
export const strengthEstimator = (create = notStarted): StrengthEstimator =>
  remember("evento.password-strength", create);
