import type { RequestGuardrail, ResponseGuardrail } from "@triops/domains/llm-routes/guardrail-schemas";
import type { PiiType } from "@triops/domains/llm-routes/rules";

export type GuardrailAt = "request" | "response";
export type GuardrailKind = RequestGuardrail["kind"];
export type GuardrailAction = RequestGuardrail["action"];

/** One check as it stands in the form: texts of every kind beside each other, so that switching loses nothing. */
export type GuardrailDraft = {
  key: string;
  id: string;
  kind: GuardrailKind;
  action: GuardrailAction;
  types: readonly PiiType[];
  patterns: string;
  charsMax: string;
  /** Of images and files in a request; empty is no limit. */
  dataKbMax: string;
  mediaTypes: string;
  allowed: string;
  judgeRoute: string;
  judgeTimeoutMs: number;
  whenJudgeFails: "open" | "closed";
};

const usualTypes: readonly PiiType[] = ["email", "phone", "card", "iban"];

export const emptyGuardrail = (key: string, id: string, kind: GuardrailKind): GuardrailDraft => ({
  key,
  id,
  kind,
  action: kind === "size" || kind === "topics" ? "block" : "mask",
  types: usualTypes,
  patterns: "",
  charsMax: "100000",
  dataKbMax: "",
  mediaTypes: "",
  allowed: "",
  judgeRoute: "",
  judgeTimeoutMs: 3_000,
  whenJudgeFails: "open",
});

/** What a check of this kind can do: sizes and topics have nothing to mask. */
export const actionsOf = (kind: GuardrailKind): readonly GuardrailAction[] =>
  kind === "size" || kind === "topics" ? ["block", "flag"] : ["block", "mask", "flag"];

export function draftOfGuardrail(
  guardrail: RequestGuardrail | ResponseGuardrail,
  key: string,
): GuardrailDraft {
  const draft = { ...emptyGuardrail(key, guardrail.id, guardrail.kind), action: guardrail.action };
  switch (guardrail.kind) {
    case "pii":
      return { ...draft, types: guardrail.types };
    case "pattern":
      return { ...draft, patterns: guardrail.patterns.join("\n") };
    case "size":
      return {
        ...draft,
        charsMax: String(guardrail.charsMax),
        dataKbMax: guardrail.dataBytesMax === undefined ? "" : String(guardrail.dataBytesMax / bytesPerKb),
        mediaTypes: (guardrail.mediaTypes ?? []).join(", "),
      };
    case "topics": {
      const { judgeRoute, judgeTimeoutMs, whenJudgeFails } = guardrail;
      return { ...draft, allowed: guardrail.allowed.join("\n"), judgeRoute, judgeTimeoutMs, whenJudgeFails };
    }
  }
}

export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const bytesPerKb = 1_000;
const typesOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((type) => type !== "");

export function bodyOfGuardrail(draft: GuardrailDraft): RequestGuardrail {
  const { id, kind } = draft;
  const action = actionsOf(kind).includes(draft.action) ? draft.action : "block";
  switch (kind) {
    case "pii":
      return { id, kind, action, types: [...draft.types] };
    case "pattern":
      return { id, kind, action, patterns: linesOf(draft.patterns) };
    case "size":
      return {
        id,
        kind,
        action: action === "flag" ? "flag" : "block",
        charsMax: Number(draft.charsMax),
        ...(draft.dataKbMax.trim() !== "" && {
          dataBytesMax: Math.round(Number(draft.dataKbMax) * bytesPerKb),
        }),
        ...(typesOf(draft.mediaTypes).length > 0 && { mediaTypes: typesOf(draft.mediaTypes) }),
      };
    case "topics":
      return {
        id,
        kind,
        action: action === "flag" ? "flag" : "block",
        allowed: linesOf(draft.allowed),
        judgeRoute: draft.judgeRoute,
        judgeTimeoutMs: draft.judgeTimeoutMs,
        whenJudgeFails: draft.whenJudgeFails,
      };
  }
}

/** What one still lacks, or null. */
export function missingInGuardrail(draft: GuardrailDraft): string | null {
  switch (draft.kind) {
    case "pii":
      return draft.types.length === 0 ? "Choose what to look for" : null;
    case "pattern":
      return linesOf(draft.patterns).length === 0 ? "Write at least one pattern" : null;
    case "size":
      return Number.isInteger(Number(draft.charsMax)) && Number(draft.charsMax) >= 1
        ? null
        : "The size must be a whole number of characters";
    case "topics":
      if (linesOf(draft.allowed).length === 0) return "Name at least one topic";
      return draft.judgeRoute === "" ? "Choose the route that judges" : null;
  }
}

/** A name that no other check of the list has: `pii`, `pii-2`. */
export function freeId(kind: GuardrailKind, taken: readonly { id: string }[]): string {
  const names = new Set(taken.map(({ id }) => id));
  for (let count = 1; ; count++) {
    const name = count === 1 ? kind : `${kind}-${count}`;
    if (!names.has(name)) return name;
  }
}
