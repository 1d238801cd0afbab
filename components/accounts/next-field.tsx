/** Sends the path to continue at with a form. */
export function NextField({ next }: { next: string | null }) {
  return next && <input type="hidden" name="next" value={next} />;
}
