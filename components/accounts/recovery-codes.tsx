import { PrintButton } from "@/components/tickets/print-button";
import { CopyButton } from "@/components/ui/copy-button";
import type { FormAction } from "@/lib/actions/form-state";
import { ButtonForm } from "./button-form";

/** New recovery codes, to copy, print or write down. */
export function RecoveryCodes({ codes, hide }: { codes: string[]; hide: FormAction }) {
  return (
    <>
      <ol className="grid grid-cols-1 gap-x-6 gap-y-1 rounded-button border border-edge bg-surface p-4 font-mono sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-3 print:hidden">
        <CopyButton text={codes.join("\n")} />
        <PrintButton />
      </div>
      <div className="border-t border-hair pt-4 print:hidden">
        <ButtonForm action={hide} label="I have stored them" />
      </div>
    </>
  );
}
