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

type Part = { start: number; end: number; kind: string };
/** A guardrail made ready: what it finds in a text. */
type Finder = {
  guardrail: RequestGuardrail | ResponseGuardrail;
  find(text: string): Part[];
  /** A match has at most so many characters; for values of the detectors it is known from the text. */
  charsMax: number;
};

export type Side = {
  at: "request" | "response";
  finders: readonly Finder[];
  sizes: readonly (RequestGuardrail & { kind: "size" })[];
  topics: readonly (RequestGuardrail & { kind: "topics" })[];
  findsPii: boolean;
};

/** @throws CallFault when a pattern does not compile: it was checked when the route was saved */
export function sideOf(at: Side["at"], list: readonly (RequestGuardrail | ResponseGuardrail)[]): Side {
  return {
    at,
    finders: list.flatMap((each) => finderOf(each) ?? []),
    sizes: list.filter((each) => each.kind === "size"),
    topics: list.filter((each) => each.kind === "topics"),
    findsPii: list.some((each) => each.kind === "pii"),
  };
}

function finderOf(guardrail: RequestGuardrail | ResponseGuardrail): Finder | null {
  if (guardrail.kind === "pii") {
    const wanted: ReadonlySet<PiiType> = new Set(guardrail.types);
    const find = (text: string) =>
      findPii(text, wanted).map(({ type, start, end }) => ({ start, end, kind: type as string }));
    return { guardrail, find, charsMax: 0 };
  }
  if (guardrail.kind !== "pattern") return null;
  const patterns = guardrail.patterns.map((source) => patternOf(source, guardrail.id));
  return {
    guardrail,
    find: (text) =>
      patterns.flatMap((pattern, index) =>
        pattern.find(text).map((part) => ({ ...part, kind: `pattern ${index + 1}` })),
      ),
    charsMax: Math.max(...patterns.map(({ charsMax }) => charsMax)),
  };
}

function patternOf(source: string, id: string): Pattern {
  try {
    return compilePattern(source);
  } catch (cause) {
    throw new CallFault(503, "guardrail_broken", `The guardrail "${id}" has a pattern that cannot be used`, {
      class: "guardrail",
      cause,
    });
  }
}

/** What the checks of one call found so far, and the names that its values got. */
export class Findings {
  readonly placeholders: Placeholders;
  readonly #found = new Map<string, GuardrailFinding>();

  constructor(placeholders: Placeholders = createPlaceholders()) {
    this.placeholders = placeholders;
  }

  add(guardrail: RequestGuardrail | ResponseGuardrail, at: Side["at"], rule: string, count = 1): void {
    const key = `${at} ${guardrail.id} ${rule}`;
    const known = this.#found.get(key);
    if (known) known.count += count;
    else
      this.#found.set(key, {
        guardrail: guardrail.id,
        kind: guardrail.kind,
        at,
        action: guardrail.action,
        rule,
        count,
      });
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
 * refusal must not hold the value. @param stable where parts may end: what ends later may still grow
 */
export function checkText(
  side: Side,
  text: string,
  findings: Findings,
  from = 0,
  stable = text.length,
): string {
  let checked = text;
  let end = stable;
  for (const { guardrail, find } of side.finders) {
    const parts = inOrder(find(checked)).filter((part) => part.start >= from && part.end <= end);
    for (const part of parts) findings.add(guardrail, side.at, part.kind);
    if (guardrail.action === "flag" || parts.length === 0) continue;
    const next = replaceParts(checked, parts, ({ kind }, value) =>
      findings.placeholders.of(kind.replace(" ", "_"), value),
    );
    end += next.length - checked.length;
    checked = next;
  }
  return checked;
}

/** Parts of several patterns may overlap: the first wins. */
function inOrder(parts: Part[]): Part[] {
  let end = 0;
  return parts
    .sort((one, other) => one.start - other.start || other.end - one.end)
    .filter((part) => {
      if (part.start < end) return false;
      end = part.end;
      return true;
    });
}

/** Counts characters against the limits. @param before how many there were already: each limit is broken once */
export function checkSize(side: Side, before: number, now: number, findings: Findings): void {
  for (const guardrail of side.sizes)
    if (before <= guardrail.charsMax && now > guardrail.charsMax)
      findings.add(guardrail, side.at, "characters");
}

/** 400 in the caller's own form, naming the guardrail and what kind of thing it saw. */
export function blockedBy(finding: GuardrailFinding): CallFault {
  const what = {
    pii: `${finding.rule.replaceAll("_", " ")} in the ${finding.at}`,
    pattern: `a banned pattern in the ${finding.at}`,
    size: `a ${finding.at} that is too large`,
    topics:
      finding.rule === "judge_failed" ? "a topic that could not be judged" : "a topic that is not allowed",
  }[finding.kind];
  return new CallFault(400, "guardrail_blocked", `Blocked by the guardrail "${finding.guardrail}": ${what}`, {
    class: "guardrail",
  });
}
