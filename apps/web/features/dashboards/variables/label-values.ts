import { ApiError } from "../../../data/api.ts";
import { passQuery } from "../data/turnstile.ts";
import type { VariableQuestion } from "./resolve.ts";

const valuesMax = 2_000;

/** The values that a variable's query finds, narrowed by its pattern. @throws ApiError */
export async function callProm(
  question: VariableQuestion,
  pattern: string,
  span: { fromMs: number; toMs: number },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const parameters = new URLSearchParams({
    start: String(span.fromMs / 1_000),
    end: String(span.toMs / 1_000),
    limit: String(valuesMax),
  });
  const label = question.kind === "metrics" ? "__name__" : question.label;
  if (question.kind === "labelValues" && question.match !== "") parameters.append("match[]", question.match);
  if (question.kind === "metrics" && question.pattern !== "")
    parameters.append("match[]", `{__name__=~${JSON.stringify(`.*(${question.pattern}).*`)}}`);
  const address = `/api/prom/api/v1/label/${encodeURIComponent(label)}/values?${parameters}`;
  const answer = await passQuery(() => fetch(address, { signal }), signal);
  const wire = (await answer.json().catch(() => ({}))) as { data?: string[]; error?: string };
  if (!answer.ok)
    throw new ApiError(answer.status, "promql", wire.error ?? `The server answered ${answer.status}`);
  const values = wire.data ?? [];
  return pattern === "" ? values.toSorted(naturally) : narrowedBy(values, pattern);
}

const naturally = new Intl.Collator("en", { numeric: true }).compare;

/** RE2, as everywhere that people write patterns; its first group is the value, when it has one. */
async function narrowedBy(values: readonly string[], pattern: string): Promise<string[]> {
  const { RE2JS } = await import("re2js");
  const compiled = RE2JS.compile(pattern);
  const found = values.flatMap((value) => {
    const matcher = compiled.matcher(value);
    if (!matcher.find()) return [];
    return [(matcher.groupCount() > 0 ? matcher.group(1) : null) ?? value];
  });
  return [...new Set(found)].sort(naturally);
}
