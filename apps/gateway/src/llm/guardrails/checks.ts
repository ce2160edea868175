import { compilePattern, type Pattern } from "@triops/analysis/patterns/pattern";
import { createPlaceholders, type Placeholders, replaceParts } from "@triops/analysis/pii/mask";
import { findPii } from "@triops/analysis/pii/scan";
import type { PiiType } from "@triops/analysis/pii/types";
import type {
  GuardrailFinding,
  RequestGuardrail,
  ResponseGuardrail,
} from "@triops/domains/llm-routes/guardrail-schemas";
import { CallFault } from "../fault.ts";

type Guardrail = RequestGuardrail | ResponseGuardrail;
/** A find: what of the text it is, and whose. */
export type Part = { start: number; end: number; kind: string; guardrail: Guardrail };
/** @param from what was looked at before ends here; it is context */
type Find = (text: string, from: number) => Part[];

/** The guardrails of one direction, made ready once for each state of a route. */
export type Side = {
  at: "request" | "response";
  finds: readonly Find[];
  sizes: readonly (Guardrail & { kind: "size" })[];
  topics: readonly (RequestGuardrail & { kind: "topics" })[];
  findsPii: boolean;
  patterns: readonly Pattern[];
};

/** @throws CallFault when a pattern does not compile: it was checked when the route was saved */
export function sideOf(at: Side["at"], list: readonly Guardrail[]): Side {
  const allPatterns: Pattern[] = [];
  const finds = list.flatMap((guardrail): Find[] => {
    if (guardrail.kind === "pii") return [findValues(guardrail, new Set(guardrail.types))];
    if (guardrail.kind !== "pattern") return [];
    const patterns = guardrail.patterns.map((source) => patternOf(source, guardrail.id));
    allPatterns.push(...patterns);
    return patterns.map(
      (pattern, index) => (text, from) =>
        pattern.find(text, from).map((part) => ({ ...part, kind: `pattern ${index + 1}`, guardrail })),
    );
  });
  return {
    at,
    finds,
    sizes: list.filter((each) => each.kind === "size"),
    topics: list.filter((each) => each.kind === "topics"),
    findsPii: list.some((each) => each.kind === "pii"),
    patterns: allPatterns,
  };
}

const findValues =
  (guardrail: Guardrail, wanted: ReadonlySet<PiiType>): Find =>
  (text) =>
    findPii(text, wanted).map(({ type, start, end }) => ({ start, end, kind: type, guardrail }));

function patternOf(source: string, id: string): Pattern {
  try {
    return compilePattern(source);
  } catch (cause) {
    const why = `The guardrail "${id}" has a pattern that cannot be used`;
    throw new CallFault(503, "guardrail_broken", why, { class: "guardrail", cause });
  }
}

export const findAll = (side: Side, text: string, from = 0): Part[] =>
  side.finds.flatMap((find) => find(text, from));

/** What the checks of one call found so far, and the names that its values got. */
export class Findings {
  readonly placeholders: Placeholders;
  readonly #found = new Map<string, GuardrailFinding>();

  constructor(placeholders: Placeholders = createPlaceholders()) {
    this.placeholders = placeholders;
  }

  add(guardrail: Guardrail, at: Side["at"], rule: string, action = guardrail.action): void {
    const key = `${at} ${guardrail.id} ${rule}`;
    const known = this.#found.get(key);
    if (known) known.count++;
    else this.#found.set(key, { guardrail: guardrail.id, kind: guardrail.kind, at, action, rule, count: 1 });
  }

  list(): GuardrailFinding[] {
    return [...this.#found.values()];
  }

  /** The first that says no. */
  blocking(): GuardrailFinding | null {
    return this.list().find(({ action }) => action === "block") ?? null;
  }
}

/**
 * The text with what is to be masked replaced. What blocks is replaced as well: the call is refused, and the record of a
 * refusal must not hold the value.
 */
export function replaceFound(text: string, parts: readonly Part[], { placeholders }: Findings): string {
  const hidden = withoutOverlap(parts.filter(({ guardrail }) => guardrail.action !== "flag"));
  return replaceParts(text, hidden, ({ kind }, value) => placeholders.of(kind.replace(" ", "_"), value));
}

/** Of parts that overlap, what begins first is taken whole, and the rest of the others with it. */
function withoutOverlap(parts: readonly Part[]): Part[] {
  const taken: Part[] = [];
  for (const part of [...parts].sort((one, other) => one.start - other.start || other.end - one.end)) {
    const last = taken.at(-1);
    if (last && part.start < last.end) last.end = Math.max(last.end, part.end);
    else taken.push({ ...part });
  }
  return taken;
}

/** Counts characters against the limits. @param before how many there were: each limit is broken once */
export function checkSize(side: Side, before: number, now: number, findings: Findings): void {
  for (const guardrail of side.sizes)
    if (before <= guardrail.charsMax && now > guardrail.charsMax)
      findings.add(guardrail, side.at, "characters");
}

/** 400 in the caller's own form, naming the guardrail and what kind of thing it saw. */
export function blockedBy({ kind, rule, at, guardrail }: GuardrailFinding): CallFault {
  const what = {
    pii: `${rule.replaceAll("_", " ")} in the ${at}`,
    pattern: `a banned pattern in the ${at}`,
    size: rule === "media_type" ? "a type of file that is not allowed" : `a ${at} that is too large`,
    topics: rule === "judge_failed" ? "a topic that could not be judged" : "a topic that is not allowed",
  }[kind];
  return new CallFault(400, "guardrail_blocked", `Blocked by the guardrail "${guardrail}": ${what}`, {
    class: "guardrail",
  });
}
