import { formatDuration, formatUsd } from "@triops/ui/units";
import { type Board, letterOf } from "./board.ts";
import { cellKey } from "./cells.ts";
import { isGoing, type Results } from "./results.ts";

/** The sentence the page opens with: what to do, what runs, or which column was cheapest and fastest. */
export function playgroundAnswer({ columns, inputs }: Board, results: Results): string {
  const cells = columns.flatMap((column, at) =>
    inputs.map((input) => ({ letter: letterOf(at), result: results[cellKey(column, input)] })),
  );
  const running = cells.filter(({ result }) => isGoing(result)).length;
  if (running > 0)
    return `${running} of ${cells.length} ${cells.length === 1 ? "answer" : "answers"} still to come.`;
  const ended = cells.filter(({ result }) => result?.run?.state === "done");
  if (ended.length === 0)
    return "Run versions and models side by side on the same input, then keep the one that answers best.";
  const failed = cells.filter(
    ({ result }) => result?.state === "failed" || result?.state === "refused",
  ).length;
  if (columns.length === 1 || ended.length < 2) {
    const total = sumUsd(ended.map(({ result }) => result?.run?.costUsd ?? null));
    return [
      `${ended.length} ${ended.length === 1 ? "answer" : "answers"}`,
      total === null ? "cost unknown" : formatUsd(total),
      ...(failed > 0 ? [`${failed} failed`] : []),
    ]
      .join(", ")
      .concat(".");
  }
  const byColumn = columns.map((_column, at) => {
    const own = ended.filter(({ letter }) => letter === letterOf(at));
    const ms = own.map(({ result }) => result?.run?.latencyMs ?? null).filter((one) => one !== null);
    return {
      letter: letterOf(at),
      answers: own.length,
      usd: sumUsd(own.map(({ result }) => result?.run?.costUsd ?? null)),
      ms: ms.length > 0 ? ms.reduce((sum, one) => sum + one, 0) / ms.length : null,
    };
  });
  const whole = byColumn.filter(({ answers }) => answers === inputs.length);
  const fastest = least(whole, ({ ms }) => ms);
  const cheapest = least(whole, ({ usd }) => usd);
  const parts = [
    fastest?.ms != null && `${fastest.letter} answered fastest (${formatDuration(fastest.ms)})`,
    cheapest?.usd != null && `${cheapest.letter} costs least (${formatUsd(cheapest.usd)})`,
    failed > 0 && `${failed} failed`,
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(", ")}.` : `${ended.length} answers.`;
}

function least<One>(all: readonly One[], of: (one: One) => number | null): One | undefined {
  const known = all.filter((one) => of(one) !== null);
  return known.length < 2 ? undefined : known.reduce((a, b) => ((of(b) ?? 0) < (of(a) ?? 0) ? b : a));
}

/** Null when one is unknown: a sum without it would be wrong. */
function sumUsd(costs: readonly (string | null)[]): number | null {
  return costs.some((one) => one === null) ? null : costs.reduce((sum, one) => sum + Number(one), 0);
}
