/** Carries where to go on to through a form. */
export function NextField({ next }: { next: string | null }) {
  return next && <input type="hidden" name="next" value={next} />;
}
