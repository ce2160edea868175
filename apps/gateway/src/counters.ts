/**
 * Counters and gauges in Prometheus' text format. Written by hand: it is thirty lines, and prom-client would bring
 * default metrics that the collectors already send.
 */
export type Registry = {
  counter(name: string, help: string): (labels?: Record<string, string>, by?: number) => void;
  gauge(name: string, help: string, read: () => number): void;
  text(): string;
};

type Family = { kind: "counter" | "gauge"; help: string; lines: () => string[] };

export function createRegistry(): Registry {
  const families = new Map<string, Family>();
  return {
    counter(name, help) {
      const values = new Map<string, number>();
      families.set(name, {
        kind: "counter",
        help,
        lines: () => [...values].map(([labels, value]) => `${name}${labels} ${value}`),
      });
      return (labels = {}, by = 1) => {
        const key = labelText(labels);
        values.set(key, (values.get(key) ?? 0) + by);
      };
    },
    gauge(name, help, read) {
      families.set(name, { kind: "gauge", help, lines: () => [`${name} ${read()}`] });
    },
    text: () =>
      [...families]
        .flatMap(([name, family]) => [
          `# HELP ${name} ${family.help}`,
          `# TYPE ${name} ${family.kind}`,
          ...family.lines(),
        ])
        .join("\n")
        .concat("\n"),
  };
}

function labelText(labels: Record<string, string>): string {
  let pairs = "";
  for (const name in labels) {
    const value = labels[name] ?? "";
    pairs += `${pairs === "" ? "" : ","}${name}="${special.test(value) ? escaped(value) : value}"`;
  }
  return pairs === "" ? "" : `{${pairs}}`;
}

const special = /[\\"\n]/;
const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
