import { invalid } from "@triops/kernel/errors";
import type { scoreKinds } from "./schemas.ts";

export type ScoreKind = (typeof scoreKinds)[number];
export type ScoreValue = number | boolean | string;

/** Largest number either way: beyond it a score says nothing that can be drawn. */
const numberMax = 1e12;

/**
 * A value in the columns of its kind. What it is decides the kind unless that is named: 1 or 0 may be a yes or no.
 * @throws invalid
 */
export function scored(
  value: ScoreValue,
  kind?: ScoreKind,
): { kind: ScoreKind; number: number | null; text: string } {
  const usual =
    typeof value === "number" ? "numeric" : typeof value === "boolean" ? "boolean" : "categorical";
  const wanted = kind ?? usual;
  if (wanted === "categorical") return { kind: wanted, number: null, text: String(value) };
  const number = Number(value === "true" ? 1 : value === "false" ? 0 : value);
  if (value === "" || !Number.isFinite(number) || Math.abs(number) > numberMax)
    throw invalid(`The value of a ${wanted} score is a number`);
  if (wanted === "boolean" && number !== 0 && number !== 1)
    throw invalid("The value of a boolean score is true or false");
  return { kind: wanted, number, text: "" };
}

export type ScoreTerm = { name: string; op: "=" | "!=" | ">=" | ">" | "<=" | "<"; value: string };

/** What a search's term asks of a score's columns. `*`: whether there is one. @throws invalid */
export function scoreCondition({ op, value }: ScoreTerm): Record<string, unknown> {
  if (value === "*" && (op === "=" || op === "!=")) return {};
  const number = value === "true" ? 1 : value === "false" ? 0 : Number(value);
  const isNumber = value.trim() !== "" && Number.isFinite(number);
  if (op === "=") return isNumber ? { number } : { text: value };
  // Traces without such a score are not among those whose score is another.
  if (op === "!=")
    return isNumber ? { number: { not: number } } : { text: { not: value }, kind: "categorical" };
  if (!isNumber) throw invalid(`"${op}" compares numbers, and "${value.slice(0, 80)}" is none`);
  const operators = { ">=": "gte", ">": "gt", "<=": "lte", "<": "lt" } as const;
  return { number: { [operators[op]]: number } };
}
