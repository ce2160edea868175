import type { Columns } from "./prediction-row.ts";

/** A text is cut to this many characters. */
const textCharsMax = 4_000;
/** The column of an answer that is a single value. */
export const soleOutput = "output";

/**
 * Splits a JSON object into numbers and texts. Truth values become `true` and `false`, lists and objects their JSON;
 * null and what is no number (NaN, Infinity) count as missing.
 */
export function columnsOf(values: Readonly<Record<string, unknown>>): Columns {
  const numbers: [string, number][] = [];
  const texts: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "number") {
      if (Number.isFinite(value)) numbers.push([name, value]);
    } else if (typeof value === "bigint") numbers.push([name, Number(value)]);
    else if (typeof value === "string") texts.push([name, value.slice(0, textCharsMax)]);
    else if (typeof value === "boolean") texts.push([name, String(value)]);
    else if (value !== null && value !== undefined)
      texts.push([name, JSON.stringify(value).slice(0, textCharsMax)]);
  }
  return { numbers, texts };
}

/** Columns of an answer: an object's own, a single value as `output`, of a list each by its place. */
export function outputColumnsOf(output: unknown): Columns {
  if (output === null || output === undefined) return { numbers: [], texts: [] };
  if (Array.isArray(output)) {
    const scalars = output.length <= 64 && output.every((value) => typeof value !== "object");
    if (!scalars) return columnsOf({ [soleOutput]: output });
    if (output.length === 1) return columnsOf({ [soleOutput]: output[0] });
    return columnsOf(Object.fromEntries(output.map((value, at) => [`${soleOutput}_${at}`, value])));
  }
  if (typeof output === "object") return columnsOf(output as Record<string, unknown>);
  return columnsOf({ [soleOutput]: output });
}

/** Names that models give to what they decided, most telling first. */
const usualNames = ["output", "prediction", "predict", "label", "output_label", "class", "score", "variable"];

/** The column that charts and guards look at: one with a usual name, else the first number, else the first text. */
export function mainOutput({ numbers, texts }: Columns): string {
  const names = [...numbers, ...texts].map(([name]) => name);
  return usualNames.find((name) => names.includes(name)) ?? names[0] ?? "";
}

/** How far a shadow's answer lies from the answer, by the answer's main column; NaN when one has none. */
export function differenceOf(answer: Columns, shadow: Columns): number {
  const name = mainOutput(answer);
  const number = numberOf(answer, name);
  const other = numberOf(shadow, name) ?? numberOf(shadow, mainOutput(shadow));
  if (number !== undefined && other !== undefined) return Math.abs(number - other);
  const text = textOf(answer, name);
  const otherText = textOf(shadow, name) ?? textOf(shadow, mainOutput(shadow));
  return text === undefined || otherText === undefined ? Number.NaN : text === otherText ? 0 : 1;
}

const numberOf = ({ numbers }: Columns, name: string) => numbers.find(([known]) => known === name)?.[1];
const textOf = ({ texts }: Columns, name: string) => texts.find(([known]) => known === name)?.[1];

const masked = "***";

/** The columns without the values of some of them: only that there was one is kept. */
export function maskColumns(columns: Columns, names: ReadonlySet<string>): Columns {
  if (names.size === 0) return columns;
  const hidden = columns.numbers.filter(([name]) => names.has(name));
  return {
    numbers: hidden.length === 0 ? columns.numbers : columns.numbers.filter(([name]) => !names.has(name)),
    texts: [
      ...columns.texts.map(([name, value]) => [name, names.has(name) ? masked : value] as const),
      ...hidden.map(([name]) => [name, masked] as const),
    ],
  };
}
