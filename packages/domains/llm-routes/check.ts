import { compilePattern } from "@triops/analysis/patterns/pattern";
import type { Transaction } from "@triops/database/scoped";
import { invalid } from "@triops/kernel/errors";
import type { Guardrails } from "./guardrail-schemas.ts";
import { sharesProblem } from "./rules.ts";
import type { StoredSettings } from "./stored.ts";

const fault = (path: string, message: string) =>
  invalid("Some fields are missing or wrong", [{ path, message }]);

/** What no schema can tell. @throws invalid */
export function checkSettings({ retries, timeouts }: StoredSettings): void {
  if (retries.backoffMsMax < retries.backoffMs)
    throw fault("retries.backoffMsMax", "Not shorter than the first wait");
  if (timeouts.totalMs < timeouts.firstTokenMs)
    throw fault("timeouts.totalMs", "Not shorter than the wait for the first token");
}

/** @throws invalid */
export function checkShares(targets: readonly { weight: number; tier: number }[]): void {
  const problem = sharesProblem(targets);
  if (problem) throw fault("targets", problem);
}

/** Patterns have to compile, and a judge has to be somebody else's route. @throws invalid */
export async function checkGuardrails(
  db: Transaction,
  { request, response }: Guardrails,
  routeName: string,
): Promise<void> {
  for (const [at, list] of Object.entries({ request, response })) {
    for (const [index, guardrail] of list.entries()) {
      const path = `guardrails.${at}.${index}`;
      if (guardrail.kind === "pattern") checkPatterns(guardrail.patterns, path);
      if (guardrail.kind === "topics") await checkJudge(db, guardrail.judgeRoute, routeName, path);
    }
  }
}

function checkPatterns(patterns: readonly string[], path: string): void {
  for (const [index, pattern] of patterns.entries()) {
    try {
      compilePattern(pattern);
    } catch (error) {
      const reason = error instanceof Error ? error.message : "it cannot be read";
      throw fault(`${path}.patterns.${index}`, `Not a pattern of RE2: ${reason}`.slice(0, 300));
    }
  }
}

async function checkJudge(db: Transaction, judge: string, routeName: string, path: string): Promise<void> {
  if (judge === routeName) throw fault(`${path}.judgeRoute`, "A route cannot judge its own calls");
  const route = await db.llmRoute.findFirst({ where: { name: judge }, select: { settings: true } });
  if (!route) throw fault(`${path}.judgeRoute`, `There is no route "${judge}"`);
}
