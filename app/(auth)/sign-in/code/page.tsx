import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { SecondStepForm } from "@/components/accounts/second-step-form";
import { TextLink } from "@/components/accounts/text-link";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { readSecondStep, secondStepCookieName } from "@/lib/auth/second-step";
import { requireSignedOut } from "@/lib/auth/viewer";
import { now } from "@/lib/runtime/clock";
import { currentRequest } from "@/lib/runtime/request-context";
import { enterCode, enterRecoveryCode } from "./actions";

export const metadata: Metadata = { title: "Enter your code" };

type Query = string | string[] | undefined;

type Props = { searchParams: Promise<{ next?: Query; use?: Query }> };

export default async function CodePage({ searchParams }: Props) {
  const given = await searchParams;
  const next = safeNext(given.next);
  await requireSignedOut(next);
  const proof = (await cookies()).get(secondStepCookieName())?.value;
  // An answer to the form says itself that it took too long.
  const isAnswer = currentRequest()?.action !== undefined;
  if (!isAnswer && !(await readSecondStep(proof, now()))) redirect(withNext("/sign-in", next));
  const otherwise = (
    <>
      <p>
        Lost both your app and your recovery codes? Ask the people who run this site: they can turn two-step
        sign-in off.
      </p>
      <p>
        Not you? <TextLink href={withNext("/sign-in", next)}>Start again</TextLink>
      </p>
    </>
  );
  if (given.use === "recovery-code")
    return (
      <NarrowPage
        title="Enter a recovery code"
        lead="One of those you got when you turned two-step sign-in on."
        below={
          <>
            <p>
              <TextLink href={withNext("/sign-in/code", next)}>Use your authenticator app</TextLink>
            </p>
            {otherwise}
          </>
        }
      >
        <SecondStepForm action={enterRecoveryCode} kind="recovery-code" next={next} />
      </NarrowPage>
    );
  return (
    <NarrowPage
      title="Enter your code"
      lead="Your password is right. One more step."
      below={
        <>
          <p>
            No app at hand?{" "}
            <TextLink href={withNext("/sign-in/code?use=recovery-code", next)}>Use a recovery code</TextLink>
          </p>
          {otherwise}
        </>
      }
    >
      <SecondStepForm action={enterCode} kind="code" next={next} />
    </NarrowPage>
  );
}
