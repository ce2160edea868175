import { EngineError } from "../engine-errors.ts";

/** Rows as they came off the wire: putting the pieces together first would only copy them. */
export interface Rows {
  pieces: readonly Buffer[];
  bytes: number;
}

/** The batches that one body consists of; undefined when none are named. Throws code 36 when they do not fill it. */
export function splitRows(
  rows: Rows,
  batches: readonly { token: string; bytes: number }[],
): { token: string; rows: Rows }[] | undefined {
  if (batches.length === 0) return undefined;
  if (batches.reduce((sum, { bytes }) => sum + bytes, 0) !== rows.bytes) {
    throw new EngineError(36, "BAD_ARGUMENTS", "The batches that are named do not fill the body");
  }
  const list: { token: string; rows: Rows }[] = [];
  let piece = 0;
  let from = 0;
  for (const { token, bytes } of batches) {
    const pieces: Buffer[] = [];
    for (let left = bytes; left > 0; ) {
      const whole = rows.pieces[piece] as Buffer;
      const part = whole.subarray(from, from + left);
      pieces.push(part);
      left -= part.length;
      from += part.length;
      if (from === whole.length) {
        piece += 1;
        from = 0;
      }
    }
    list.push({ token, rows: { pieces, bytes } });
  }
  return list;
}
