/**
 * Text as Postgres can keep it: no NUL characters, no halves of surrogate pairs. Both are legal in JSON from outside
 * and become the replacement character.
 */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "\uFFFD") : whole;
}
