import { type LlmFilter, llmColumnNames, scoreKey, scorePrefix } from "@triops/telemetry/llm/filter";
import type { SearchOperator } from "@triops/telemetry/search-filter";
import { parseSearch } from "../search-text.ts";

/**
 * The search language of model calls: `model:gpt-5 cost>0.01 prompt:greet score.helpful<0.5 "text"`, in the grammar of
 * `../search-text.ts`. A trace fits when one of its spans fits the whole search.
 */
export const parseLlmQuery = (text: string): LlmFilter => parseSearch(text, llmColumnNames);

export type ScoreTerm = { key: string; name: string; op: SearchOperator; value: string };

/** What a search asks of scores, each once. */
export function scoreTerms(filter: LlmFilter): ScoreTerm[] {
  const terms = new Map<string, ScoreTerm>();
  const visit = (part: LlmFilter): void => {
    if (part.kind === "all" || part.kind === "any") part.parts.forEach(visit);
    else if (part.kind === "not") visit(part.part);
    else if (
      part.kind === "compare" &&
      part.field.kind === "either" &&
      part.field.key.startsWith(scorePrefix)
    ) {
      const name = part.field.key.slice(scorePrefix.length);
      const key = scoreKey(name, part.op, part.value);
      terms.set(key, { key, name, op: part.op, value: part.value });
    }
  };
  visit(filter);
  return [...terms.values()];
}
