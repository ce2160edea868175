import type { Attributes } from "@opentelemetry/api";

/** One observed value. Counters are running totals; their rate is the reader's business. */
export type Reading<Name extends string = string> = { metric: Name; value: number; attributes?: Attributes };

/** What a metric is called, measures and counts in (UCUM: `1` is a share from 0 to 1, `By` bytes, `s` seconds). */
export type MetricSpec = { kind: "gauge" | "counter"; unit: string; description: string };
export type Catalogue = Readonly<Record<string, MetricSpec>>;
