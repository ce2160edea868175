import { type Binary, isComparison, type Matching } from "../ast.ts";
import { cannotExecute } from "../faults.ts";
import {
  drop,
  keep,
  keyOf,
  type LabelSet,
  labelSet,
  labelText,
  labelValue,
  metricName,
  withoutName,
} from "../labels.ts";
import type { Annotations } from "./context.ts";
import { nativeOperation } from "./native-operators.ts";
import { type ElementResult, elementOperator } from "./operators.ts";
import { type Column, emptyColumn, setSample } from "./values.ts";

const matchLabels = (matching: Matching, labels: LabelSet): LabelSet => {
  const names = new Set(matching.labels);
  return matching.on ? keep(labels, names) : drop(labels, names.add(metricName));
};

/** What two series must have in common to be matched. */
export const signatureOf = (matching: Matching, labels: LabelSet): string =>
  keyOf(matchLabels(matching, labels));

/** Series of the "one" side that share a signature; at any step only one of them may have a sample. */
type OneSide = { columns: Column[] };

/**
 * An operator between two vectors. The side that may be "many" is the left one unless `group_right` says otherwise;
 * the other side must be unique for each signature, even where nothing matches it.
 */
export function matchVectors(
  node: Binary,
  left: readonly Column[],
  right: readonly Column[],
  steps: number,
  annotations: Annotations,
): Column[] {
  const { matching } = node;
  const swapped = matching.cardinality === "one-to-many";
  const [many, one] = swapped ? [right, left] : [left, right];
  const bySignature = new Map<string, OneSide>();
  for (const column of one) {
    const key = signatureOf(matching, column.labels);
    const side = bySignature.get(key);
    if (side) side.columns.push(column);
    else bySignature.set(key, { columns: [column] });
  }
  refuseAmbiguous(bySignature, many, swapped ? "left" : "right", matching, steps);
  return new Matcher(node, swapped, steps, annotations).run(many, bySignature);
}

function refuseAmbiguous(
  sides: ReadonlyMap<string, OneSide>,
  many: readonly Column[],
  side: "left" | "right",
  matching: Matching,
  steps: number,
): void {
  const doubled = [...sides.values()].filter(({ columns }) => columns.length > 1);
  if (doubled.length === 0) return;
  // Where one side has nothing at all, nothing is matched and nothing is ambiguous.
  const anyMany = new Uint8Array(steps);
  for (const column of many) for (let at = 0; at < steps; at++) if (column.present[at]) anyMany[at] = 1;
  for (const { columns } of doubled) {
    for (let at = 0; at < steps; at++) {
      if (!anyMany[at]) continue;
      const [first, second] = columns.filter((column) => column.present[at]);
      if (!first || !second) continue;
      const group = labelText(matchLabels(matching, first.labels));
      throw cannotExecute(
        `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: ` +
          `[${[labelText(first.labels), labelText(second.labels)].sort().join(", ")}];` +
          "many-to-many matching not allowed: matching labels must be unique on one side",
      );
    }
  }
}

class Matcher {
  readonly node: Binary;
  readonly swapped: boolean;
  readonly steps: number;
  readonly operate: ReturnType<typeof elementOperator>;
  readonly annotations: Annotations;

  constructor(node: Binary, swapped: boolean, steps: number, annotations: Annotations) {
    this.annotations = annotations;
    this.node = node;
    this.swapped = swapped;
    this.steps = steps;
    this.operate = elementOperator(node.op, node.bool);
  }

  run(many: readonly Column[], sides: ReadonlyMap<string, OneSide>): Column[] {
    const results: Column[] = [];
    // Steps at which a result for a signature (one-to-one) or for a signature and labels (grouped) already exists.
    const taken = new Map<string, Uint8Array>();
    for (const column of many) {
      const key = signatureOf(this.node.matching, column.labels);
      for (const partner of sides.get(key)?.columns ?? []) {
        const result = this.pair(column, partner);
        // Before a comparison filters: what is ambiguous stays so, however the values turn out.
        this.claim(taken, key, result.labels, (at) => Boolean(column.present[at] && partner.present[at]));
        results.push(result);
      }
    }
    return results;
  }

  pair(many: Column, one: Column): Column {
    const result = emptyColumn(this.resultLabels(many.labels, one.labels), this.steps);
    const element: ElementResult = { value: 0, keep: true };
    const [a, b] = this.swapped ? [one, many] : [many, one];
    for (let at = 0; at < this.steps; at++) {
      if (!a.present[at] || !b.present[at]) continue;
      const [left, right] = [a.histograms?.[at], b.histograms?.[at]];
      if (left || right) {
        const operands = [left ?? a.values[at] ?? 0, right ?? b.values[at] ?? 0] as const;
        setSample(result, at, nativeOperation(this.node, ...operands, this.annotations));
        continue;
      }
      this.operate(a.values[at] ?? 0, b.values[at] ?? 0, element);
      if (!element.keep) continue;
      result.present[at] = 1;
      result.values[at] = element.value;
    }
    return result;
  }

  claim(
    taken: Map<string, Uint8Array>,
    signature: string,
    labels: LabelSet,
    meet: (at: number) => boolean,
  ): void {
    const single = this.node.matching.cardinality === "one-to-one";
    const key = single ? signature : `${signature}\n${keyOf(labels)}`;
    let steps = taken.get(key);
    if (!steps) {
      steps = new Uint8Array(this.steps);
      taken.set(key, steps);
    }
    for (let at = 0; at < this.steps; at++) {
      if (!meet(at)) continue;
      if (steps[at]) {
        throw cannotExecute(
          single
            ? "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
            : "multiple matches for labels: grouping labels must ensure unique matches",
        );
      }
      steps[at] = 1;
    }
  }

  resultLabels(many: LabelSet, one: LabelSet): LabelSet {
    const { matching, op, bool } = this.node;
    let labels = isComparison(op) && !bool ? many : withoutName(many);
    if (matching.cardinality === "one-to-one") {
      const names = new Set(matching.labels);
      labels = matching.on ? keep(labels, names) : drop(labels, names);
    }
    if (matching.include.length === 0) return labels;
    const copied = new Set(matching.include);
    return labelSet([
      ...drop(labels, copied),
      ...matching.include.map((name) => [name, labelValue(one, name)] as const),
    ]);
  }
}
