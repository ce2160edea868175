/** Reads a folder tree of `timestamp,value` CSV files and NAB's window labels. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Window } from "./scorer.ts";

/** `stamps` and `cells` are the text as it stood in the file. */
export type Series = {
  name: string;
  stamps: string[];
  cells: string[];
  timesMs: Float64Array;
  values: Float64Array;
};

/** Windows per file name, as pairs of times in epoch milliseconds. */
export type Labels = Record<string, [number, number][]>;

/**
 * Epoch milliseconds of `YYYY-MM-DD HH:MM:SS[.ffffff]` (read as UTC), ISO 8601, or epoch seconds,
 * milliseconds, microseconds or nanoseconds (told apart by size). NaN when it is none of these.
 */
export function parseTimeMs(text: string): number {
  const stamp = text.trim().replace(/^"|"$/g, "");
  if (/^-?\d+(\.\d+)?$/.test(stamp)) {
    const number = Number(stamp);
    const size = Math.abs(number);
    if (size < 1e11) return number * 1e3;
    if (size < 1e14) return number;
    return size < 1e17 ? number / 1e3 : number / 1e6;
  }
  const zoned = /[zZ]|[+-]\d\d:?\d\d$/.test(stamp);
  const iso = stamp.replace(" ", "T").replace(/(\.\d{3})\d+/, "$1");
  // A bare date is UTC already; a bare date-time would be local.
  return Date.parse(zoned || iso.length <= 10 ? iso : `${iso}Z`);
}

/** A header line is skipped; an empty or unreadable value is NaN (a row stays a row). */
export function parseCsv(name: string, text: string): Series {
  const stamps: string[] = [];
  const cells: string[] = [];
  const times: number[] = [];
  const values: number[] = [];
  for (const line of text.split(/\r?\n/)) {
    const comma = line.indexOf(",");
    if (comma < 0) continue;
    const stamp = line.slice(0, comma);
    const timeMs = parseTimeMs(stamp);
    if (Number.isNaN(timeMs) && stamps.length === 0 && /[a-z]/i.test(stamp)) continue;
    const cell = line
      .slice(comma + 1)
      .split(",")[0]!
      .trim();
    stamps.push(stamp);
    cells.push(cell);
    times.push(timeMs);
    values.push(cell === "" ? Number.NaN : Number(cell));
  }
  return { name, stamps, cells, timesMs: Float64Array.from(times), values: Float64Array.from(values) };
}

/** Every CSV below `folder` (but not below `except`), names relative with forward slashes, sorted. */
export function readCorpus(folder: string, except?: string): Series[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".csv"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !except || relative(except, path).startsWith(".."))
    .sort()
    .map((path) => parseCsv(relative(folder, path).split(sep).join("/"), readFileSync(path, "utf8")));
}

/** Labels from `windows.json` or `combined_windows.json` anywhere below `folder`, or undefined. */
export function readLabels(folder: string): Labels | undefined {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(combined_)?windows\.json$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => a.length - b.length)[0];
  if (!found) return undefined;
  const raw = JSON.parse(readFileSync(found, "utf8")) as Record<string, [string, string][]>;
  return Object.fromEntries(
    Object.entries(raw).map(([name, pairs]) => [
      name,
      pairs.map(([left, right]): [number, number] => [parseTimeMs(left), parseTimeMs(right)]),
    ]),
  );
}

/** The labels of a file; a labels file may name it from a folder further down than ours. */
export function labelsOf(labels: Labels, name: string): [number, number][] | undefined {
  const parts = name.split("/");
  for (let from = 0; from < parts.length; from++) {
    const pairs = labels[parts.slice(from).join("/")];
    if (pairs) return pairs;
  }
  return undefined;
}

/** Row ranges of the labelled windows of one file; a window without any row is dropped. */
export function windowsOf(series: Series, pairs: readonly [number, number][]): Window[] {
  const windows: Window[] = [];
  for (const [from, to] of pairs) {
    let left = -1;
    let right = -1;
    for (let row = 0; row < series.timesMs.length; row++) {
      const timeMs = series.timesMs[row]!;
      if (timeMs < from || timeMs > to) continue;
      if (left < 0) left = row;
      right = row;
    }
    if (left >= 0) windows.push({ left, right });
  }
  return windows.sort((a, b) => a.left - b.left);
}
