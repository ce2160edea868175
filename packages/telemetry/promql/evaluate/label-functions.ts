import type { RE2JS } from "re2js";
import { cannotExecute } from "../faults.ts";
import { type LabelSet, labelValue, withLabel } from "../labels.ts";
import { compilePattern } from "../matchers.ts";

/** `label_replace(v, dst, replacement, src, regex)` for one series. @throws PromqlError */
export function labelReplacer(
  dst: string,
  replacement: string,
  src: string,
  regex: string,
): (labels: LabelSet) => LabelSet {
  const pattern = compilePattern(regex);
  if ("fault" in pattern) throw cannotExecute(`invalid regular expression in label_replace(): ${regex}`);
  if (isNoName(dst)) throw cannotExecute(`invalid destination label name in label_replace(): ${dst}`);
  return (labels) => {
    const found = pattern.matcher(labelValue(labels, src));
    return found.find() ? withLabel(labels, dst, expand(replacement, found, pattern)) : labels;
  };
}

/** Any text is a label's name but an empty one and one that was no UTF-8. */
const isNoName = (name: string) => name === "" || name.includes("\ufffd");

/** Go's template: `$1`, `${1}`, `$name`, `$$`; a group that took no part is the empty text. */
function expand(template: string, match: ReturnType<RE2JS["matcher"]>, pattern: RE2JS): string {
  const groupCount = pattern.groupCount();
  const named = pattern.namedGroups();
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))?/g, (whole, braced?: string, plain?: string) => {
    if (whole === "$$") return "$";
    const name = braced ?? plain;
    if (name === undefined) return whole;
    const index = /^\d+$/.test(name) ? Number(name) : (named[name] ?? -1);
    return index >= 0 && index <= groupCount ? (match.group(index) ?? "") : "";
  });
}

/** `label_join(v, dst, separator, src…)` for one series. @throws PromqlError */
export function labelJoiner(
  dst: string,
  separator: string,
  sources: readonly string[],
): (labels: LabelSet) => LabelSet {
  if (isNoName(dst)) throw cannotExecute(`invalid destination label name in label_join(): ${dst}`);
  if (sources.some(isNoName)) throw cannotExecute("invalid source label name in label_join(): ");
  return (labels) => withLabel(labels, dst, sources.map((name) => labelValue(labels, name)).join(separator));
}

/** Runs of digits compare as numbers: `host2` before `host10`. */
export function naturalCompare(a: string, b: string): number {
  const partsA = a.match(/\d+|\D+/g) ?? [];
  const partsB = b.match(/\d+|\D+/g) ?? [];
  for (let at = 0; at < partsA.length && at < partsB.length; at++) {
    const [one = "", other = ""] = [partsA[at], partsB[at]];
    if (one === other) continue;
    const numbers = /^\d/.test(one) && /^\d/.test(other);
    const difference = numbers ? Number(one) - Number(other) : 0;
    if (difference !== 0) return difference;
    return one < other ? -1 : 1;
  }
  return partsA.length - partsB.length;
}
