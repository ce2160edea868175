import type { CheckState, PromotionState } from "@triops/domains/promotions/rules";
import type { Promotion, PromotionEntry } from "@triops/domains/promotions/schemas";

export const stateLabel: Record<PromotionState, string> = {
  checking: "Checks running",
  waiting: "Waits for approval",
  failed: "A check failed",
  approved: "Approved",
  rejected: "Rejected",
  cancelled: "Cancelled",
  expired: "Expired",
  bypassed: "Bypassed",
};

export const checkStateLabel: Record<CheckState, string> = {
  passed: "Passed",
  failed: "Failed",
  not_run: "Not run",
  running: "Running",
};

type Asked = Pick<Promotion, "alias" | "modelName" | "version" | "fromVersion">;

/** "Make fraud version 5 champion": what is asked for. */
export function askText({ alias, modelName, version }: Asked): string {
  return version === null
    ? `Take ${alias} from ${modelName}`
    : `Make ${modelName} version ${version} ${alias}`;
}

/** What the alias points at before and after. */
export function moveText({ alias, version, fromVersion }: Asked): string {
  const to = version === null ? "nothing" : `version ${version}`;
  return fromVersion === null ? `${alias}: nothing yet → ${to}` : `${alias}: version ${fromVersion} → ${to}`;
}

/** What the actor did, to stand behind the name. */
export function sentenceFor({ kind, data }: Pick<PromotionEntry, "kind" | "data">): string {
  switch (kind) {
    case "requested":
      return "asked for it";
    case "checked":
      return data.state === "failed"
        ? "ran the checks: not all passed"
        : data.state === "checking"
          ? "began the checks"
          : "ran the checks: all passed";
    case "comment":
      return "wrote";
    case "approved":
      return "approved it and moved the alias";
    case "rejected":
      return "rejected it";
    case "cancelled":
      return "cancelled it";
    case "expired":
      return "let it expire";
    case "bypassed":
      return "moved the alias without an approval";
  }
}

/** Evidence of a check as short pairs: numbers and texts, nothing nested. */
export function evidencePairs(evidence: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(evidence).flatMap(([key, value]): [string, string][] => {
    if (value === null || value === undefined || value === "") return [];
    if (Array.isArray(value)) {
      const plain = value.filter((item) => typeof item === "string" || typeof item === "number");
      return plain.length > 0 ? [[spaced(key), plain.join(", ")]] : [];
    }
    return typeof value === "object" ? [] : [[spaced(key), String(value)]];
  });
}

/** "candidateValue" as "candidate value". */
const spaced = (key: string): string =>
  key
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
