import type { Figure } from "@triops/domains/training/schemas";
import { formatValue, significant } from "@triops/ui/units";

/** As a number again; NaN and the infinities have their own. */
export function numberOf(figure: Figure): number {
  return typeof figure === "number" ? figure : Number(figure);
}

/** A metric to five digits: losses and scores often differ in the fourth. */
export function figureText(figure: Figure | null | undefined): string {
  if (figure === null || figure === undefined) return "–";
  const value = numberOf(figure);
  if (Number.isNaN(value)) return "NaN";
  const size = Math.abs(value);
  if (!Number.isFinite(value) || (size !== 0 && size < 0.0001) || size >= 1e6) return formatValue(value);
  return significant(value, 5);
}
