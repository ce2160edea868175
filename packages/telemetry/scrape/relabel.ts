import { createHash } from "node:crypto";
import { RE2JS } from "re2js";

/** As `relabel_config` of Prometheus: prometheus.io/docs/prometheus/latest/configuration. */
export type RelabelRule = {
  action:
    | "replace"
    | "keep"
    | "drop"
    | "labelmap"
    | "labeldrop"
    | "labelkeep"
    | "hashmod"
    | "lowercase"
    | "uppercase"
    | "keepequal"
    | "dropequal";
  sourceLabels: readonly string[];
  separator: string;
  regex: string;
  targetLabel: string;
  replacement: string;
  modulus: number;
};

export type LabelSet = Map<string, string>;

/** Changes the labels in place. @returns false when the target or series is dropped */
export type Relabel = (labels: LabelSet) => boolean;

export const usualRule: RelabelRule = {
  action: "replace",
  sourceLabels: [],
  separator: ";",
  regex: "(.*)",
  targetLabel: "",
  replacement: "$1",
  modulus: 0,
};

/** Why a rule can never work, or null. */
export function relabelFault(rule: RelabelRule): string | null {
  try {
    RE2JS.compile(rule.regex);
  } catch (error) {
    return `regex: ${error instanceof Error ? error.message : "not a regular expression"}`;
  }
  const { action, targetLabel, modulus, sourceLabels } = rule;
  const needsTarget = ["replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal"];
  if (needsTarget.includes(action) && targetLabel === "") return `target_label is needed for ${action}`;
  if (action === "hashmod" && !(modulus >= 1)) return "modulus is needed for hashmod";
  const byValue = ["keep", "drop", "hashmod", "keepequal", "dropequal"];
  if (byValue.includes(action) && sourceLabels.length === 0) return `source_labels are needed for ${action}`;
  return null;
}

/** Rules become one function; expressions run in linear time. @throws for a rule with a fault */
export function compileRelabel(rules: readonly RelabelRule[]): Relabel {
  const steps = rules.map(compileRule);
  return (labels) => {
    for (const step of steps) if (!step(labels)) return false;
    return true;
  };
}

function compileRule(rule: RelabelRule): Relabel {
  const fault = relabelFault(rule);
  if (fault) throw new Error(fault);
  // Anchored at both ends, as Prometheus does.
  const regex = RE2JS.compile(`^(?s:${rule.regex})$`);
  const { action, targetLabel, replacement } = rule;
  const joined = (labels: LabelSet) =>
    rule.sourceLabels.map((name) => labels.get(name) ?? "").join(rule.separator);
  switch (action) {
    case "keep":
      return (labels) => regex.matches(joined(labels));
    case "drop":
      return (labels) => !regex.matches(joined(labels));
    case "keepequal":
      return (labels) => joined(labels) === (labels.get(targetLabel) ?? "");
    case "dropequal":
      return (labels) => joined(labels) !== (labels.get(targetLabel) ?? "");
    case "labelmap":
      return always((labels) => {
        for (const [name, value] of [...labels]) {
          const matcher = regex.matcher(name);
          if (matcher.matches()) set(labels, expand(replacement, matcher), value);
        }
      });
    case "labeldrop":
      return always((labels) => {
        for (const name of [...labels.keys()]) if (regex.matches(name)) labels.delete(name);
      });
    case "labelkeep":
      return always((labels) => {
        for (const name of [...labels.keys()]) if (!regex.matches(name)) labels.delete(name);
      });
    case "hashmod":
      return always((labels) => set(labels, targetLabel, String(hashMod(joined(labels), rule.modulus))));
    case "lowercase":
      return always((labels) => set(labels, targetLabel, joined(labels).toLowerCase()));
    case "uppercase":
      return always((labels) => set(labels, targetLabel, joined(labels).toUpperCase()));
    default:
      return always((labels) => {
        const matcher = regex.matcher(joined(labels));
        if (!matcher.matches()) return;
        const target = expand(targetLabel, matcher);
        if (isLabelName(target)) set(labels, target, expand(replacement, matcher));
      });
  }
}

const always =
  (change: (labels: LabelSet) => void): Relabel =>
  (labels) => {
    change(labels);
    return true;
  };

/** An empty label is no label. */
function set(labels: LabelSet, name: string, value: string): void {
  if (value === "") labels.delete(name);
  else labels.set(name, value);
}

const isLabelName = (name: string): boolean => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);

type Matcher = ReturnType<RE2JS["matcher"]>;

/** `$1`, `${1}`, `${name}` and `$$`, as Go expands templates; what does not exist is empty. */
function expand(template: string, matcher: Matcher): string {
  if (!template.includes("$")) return template;
  return template.replace(
    /\$(?:\$|\{(\w+)\}|(\w+))/g,
    (whole: string, braced: string | undefined, plain: string | undefined) => {
      if (whole === "$$") return "$";
      const name = braced ?? plain ?? "";
      try {
        if (/^\d+$/.test(name)) {
          const group = Number(name);
          return group <= matcher.groupCount() ? (matcher.group(group) ?? "") : "";
        }
        return matcher.group(name) ?? "";
      } catch {
        return "";
      }
    },
  );
}

/** The last 64 bits of the MD5 sum, as Prometheus shards targets. */
function hashMod(text: string, modulus: number): bigint {
  return createHash("md5").update(text).digest().readBigUInt64BE(8) % BigInt(modulus);
}
