import { currentRequest } from "@/lib/runtime/request-context";
import { Toast } from "./toast";

type DoneToastProps = {
  /** What a page can say, by the `done` of its address. */
  texts: ReadonlyMap<unknown, string>;
  done: unknown;
};

/** Says what the address tells was done, but not again beside the answer to the next form. */
export function DoneToast({ texts, done }: DoneToastProps) {
  const text = texts.get(done);
  return text && !currentRequest()?.action ? <Toast>{text}</Toast> : null;
}
