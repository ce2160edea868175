/** Pairs in the order of their names, each name once, no empty values. The metric's name is `__name__`. */
export type LabelSet = readonly (readonly [name: string, value: string])[];

export const noLabels: LabelSet = [];
export const metricName = "__name__";

export function labelSet(labels: Iterable<readonly [string, string]>): LabelSet {
  return [...labels].filter(([, value]) => value !== "").sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

export function labelValue(labels: LabelSet, name: string): string {
  for (const [label, value] of labels) if (label === name) return value;
  return "";
}

/** Half a surrogate pair: cannot occur in text that came as UTF-8. */
const separator = "\udfff";

/** Equal for equal label sets only. */
export function keyOf(labels: LabelSet): string {
  let key = "";
  for (const [name, value] of labels) key += name + separator + value + separator;
  return key;
}

export function keep(labels: LabelSet, names: ReadonlySet<string>): LabelSet {
  return labels.filter(([name]) => names.has(name));
}

export function drop(labels: LabelSet, names: ReadonlySet<string>): LabelSet {
  return labels.filter(([name]) => !names.has(name));
}

export function withoutName(labels: LabelSet): LabelSet {
  return labels.some(([name]) => name === metricName)
    ? labels.filter(([name]) => name !== metricName)
    : labels;
}

/** An empty value removes the label. */
export function withLabel(labels: LabelSet, name: string, value: string): LabelSet {
  return labelSet([...labels.filter(([label]) => label !== name), [name, value]]);
}

/** Prometheus' order of results. */
export function compareLabels(a: LabelSet, b: LabelSet): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [nameA, valueA] = a[at] ?? ["", ""];
    const [nameB, valueB] = b[at] ?? ["", ""];
    if (nameA !== nameB) return nameA < nameB ? -1 : 1;
    if (valueA !== valueB) return valueA < valueB ? -1 : 1;
  }
  return a.length - b.length;
}

const plainName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const plainMetric = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** `metric{label="value"}` as Prometheus prints it in messages. */
export function labelText(labels: LabelSet): string {
  const name = labelValue(labels, metricName);
  const inside = withoutName(labels).map(([label, value]) => `${quotedName(label)}=${JSON.stringify(value)}`);
  if (name === "") return `{${inside.join(", ")}}`;
  if (!plainMetric.test(name)) return `{${[JSON.stringify(name), ...inside].join(", ")}}`;
  return inside.length > 0 ? `${name}{${inside.join(", ")}}` : name;
}

export const quotedName = (label: string) => (plainName.test(label) ? label : JSON.stringify(label));
export const isPlainMetric = (name: string) => plainMetric.test(name);
