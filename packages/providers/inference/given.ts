import type { Datatype } from "../onnx/tensors.ts";

/** What a request gives, whatever protocol it came in: a table, or tensors with or without names. */
export type Given = { table: Table; tensors?: never } | { table?: never; tensors: readonly GivenTensor[] };

export type Table = { columns: readonly string[]; rows: readonly (readonly unknown[])[] };

export type GivenTensor = {
  /** null where the protocol has no name for it. */
  name: string | null;
  /** null where the protocol does not say. */
  datatype: Datatype | null;
  shape: readonly number[];
  /** Row by row, as JSON has them. */
  values: readonly unknown[];
};

/** A mistake of whoever asked; the text is for them. */
export class InputFault extends Error {
  override name = "InputFault";
}

/** Rows that are scored. */
export const rowCount = ({ table, tensors }: Given): number =>
  table ? table.rows.length : (tensors[0]?.shape[0] ?? 1);

/** Nested lists as shape and values. @throws InputFault when they are ragged */
export function unnest(data: unknown, where: string): { shape: number[]; values: unknown[] } {
  const shape: number[] = [];
  for (let at = data; Array.isArray(at); at = at[0]) shape.push(at.length);
  const values: unknown[] = [];
  const walk = (part: unknown, depth: number) => {
    if (depth === shape.length) {
      if (Array.isArray(part)) throw ragged(where);
      values.push(part);
      return;
    }
    if (!Array.isArray(part) || part.length !== shape[depth]) throw ragged(where);
    for (const one of part) walk(one, depth + 1);
  };
  walk(data, 0);
  return { shape, values };
}

const ragged = (where: string) => new InputFault(`${where}: lists of one level differ in length or kind`);

/** Row by row into lists of lists. */
export function nest(values: readonly unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return values[0];
  let level: readonly unknown[] = values;
  for (let depth = shape.length - 1; depth > 0; depth--) {
    const size = shape[depth] as number;
    const count = shape.slice(0, depth).reduce((all, one) => all * one, 1);
    const next: unknown[] = Array.from({ length: count }, (_, i) => level.slice(i * size, (i + 1) * size));
    level = next;
  }
  return level;
}
