import { type NativeBlock, NativeReader } from "../../client/native-reader.ts";
import { bitsOf, setStaleAt } from "../storage.ts";

/** One row of an answer: a series and its lists, views into the block's columns. */
export type SeriesLists = { id: bigint; lists: Float64Array[] };

/**
 * Whole blocks from the front of the bytes, a call per row; returns how many bytes they were. The first column are
 * ids of series; an absent value becomes the stale marker.
 */
export function readSeriesLists(bytes: Buffer, row: (each: SeriesLists) => void): number {
  const reader = new NativeReader(bytes);
  for (let block = reader.block(); block !== undefined; block = reader.block()) rowsOf(block, row);
  return reader.at;
}

function rowsOf({ rows, columns: [ids, ...lists] }: NativeBlock, row: (each: SeriesLists) => void): void {
  if (ids?.kind !== "ids") throw new Error("The first column of an answer are series");
  for (const list of lists) if (list.kind === "lists" && list.nulls) markAbsent(list.values, list.nulls);
  for (let at = 0; at < rows; at++) {
    row({
      id: ids.values[at] ?? 0n,
      lists: lists.map((list) => {
        if (list.kind !== "lists") throw new Error("Behind the series an answer has lists");
        return list.values.subarray(list.offsets[at - 1] ?? 0, list.offsets[at]);
      }),
    });
  }
}

function markAbsent(values: Float64Array, nulls: Uint8Array): void {
  const bits = bitsOf(values);
  for (let at = 0; at < nulls.length; at++) if (nulls[at] === 1) setStaleAt(bits, at);
}

export type Points = { times: Float64Array; values: Float64Array };

/**
 * Samples in order of time, each time once. They come that way but where parts are not merged yet: a resent sample
 * has the same time there, and the greater value counts, as in the engine's grids; NaN is the greatest.
 */
export function inOrder({ times, values }: Points): Points {
  if (isAscending(times)) return { times, values };
  const order = Uint32Array.from(times.keys()).sort(
    (a, b) => (times[a] ?? 0) - (times[b] ?? 0) || compareValues(values[a] ?? 0, values[b] ?? 0),
  );
  const sorted = { times: new Float64Array(times.length), values: new Float64Array(times.length) };
  const [from, to] = [bitsOf(values), bitsOf(sorted.values)];
  let kept = 0;
  for (const at of order) {
    if (kept > 0 && times[at] === sorted.times[kept - 1]) kept--;
    sorted.times[kept] = times[at] ?? 0;
    to[2 * kept] = from[2 * at] ?? 0;
    to[2 * kept + 1] = from[2 * at + 1] ?? 0;
    kept++;
  }
  return { times: sorted.times.subarray(0, kept), values: sorted.values.subarray(0, kept) };
}

function isAscending(times: Float64Array): boolean {
  for (let at = 1; at < times.length; at++) if ((times[at - 1] ?? 0) >= (times[at] ?? 0)) return false;
  return true;
}

function compareValues(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : a - b;
}
