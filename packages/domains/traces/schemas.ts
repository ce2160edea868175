import { z } from "zod";
import { isoTime } from "../paging.ts";
import { rangeInput } from "../query-text.ts";

const q = z
  .string()
  .max(4_000)
  .default("")
  .describe('A search: service:checkout duration>500ms status:error attr.http.route=/pay "text"');

const traceId = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{32}$/, "Not the id of a trace: 32 hexadecimal digits");
const spanId = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{16}$/, "Not the id of a span: 16 hexadecimal digits");
const at = isoTime
  .optional()
  .describe("A time near the trace, as lists give it: saves looking for it by its id");

export const traceLine = z.object({
  traceId,
  time: isoTime.describe("Start of the first span"),
  durationMs: z.number().describe("From the first start to the last end"),
  spanCount: z.int(),
  errorCount: z.int(),
  service: z.string().describe("Of the root span; of the earliest span while there is no root"),
  operation: z.string(),
  status: z.string(),
  hasRoot: z.boolean(),
  services: z.array(z.object({ service: z.string(), spanCount: z.int() })),
  match: z
    .object({
      spanId,
      service: z.string(),
      operation: z.string(),
      kind: z.string(),
      status: z.string(),
      time: isoTime,
      durationMs: z.number(),
    })
    .describe("The span that fits; the newest or slowest of several"),
});
export type TraceLine = z.output<typeof traceLine>;

export const listInput = z.object({
  ...rangeInput,
  q,
  order: z.enum(["newest", "slowest"]).default("newest"),
  cursor: z.string().max(80).optional().describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const tracePage = z.object({ data: z.array(traceLine), nextCursor: z.string().nullable() });

export const selectionInput = z.object({ ...rangeInput, q });
export const latency = z.object({
  stepMs: z.number(),
  times: z.array(z.number()).describe("Starts of the steps, epoch milliseconds"),
  bands: z
    .array(
      z.object({
        fromMs: z.number(),
        toMs: z.number(),
        counts: z.array(z.number()),
        errors: z.array(z.number()),
      }),
    )
    .describe("Bands of durations that occur, shortest first"),
  total: z.number(),
  errors: z.number(),
  p50: z.number().nullable().describe("Milliseconds"),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});
export type TraceLatency = z.output<typeof latency>;

export const facets = z.object({
  data: z.array(
    z.object({ field: z.string(), values: z.array(z.object({ value: z.string(), spans: z.number() })) }),
  ),
  spansMax: z.number().describe("Counted over at most so many of the newest spans"),
});
export type TraceFacets = z.output<typeof facets>;

export const oneInput = z.object({
  traceId,
  at,
  spansMax: z.coerce.number().int().min(1).max(100_000).default(100_000),
});
const numbers = z.array(z.number());
const texts = z.array(z.string());
/** Columns of equal length, by start: 30,000 spans are about a megabyte. Names stand once, spans point at them. */
export const skeleton = z.object({
  traceId,
  time: isoTime,
  startMs: z.number().describe("The first start, epoch milliseconds; startUs counts from it"),
  durationMs: z.number(),
  isCut: z.boolean().describe("There are more spans than were asked for"),
  services: texts,
  operations: texts,
  kinds: texts,
  statuses: texts,
  spans: z.object({
    id: texts,
    parent: numbers.describe("Place of the parent; -1 for a root, -2 when the parent has not arrived"),
    service: numbers,
    operation: numbers,
    kind: numbers,
    status: numbers,
    startUs: numbers,
    durationUs: numbers,
    marks: numbers.describe("1 has an exception, 2 has other events, 4 has links"),
  }),
});
export type TraceSkeleton = z.output<typeof skeleton>;

export const spanInput = z.object({ traceId, spanId, at });
const pairs = z.record(z.string(), z.string());
export const span = z.object({
  traceId,
  spanId,
  parentSpanId: z.string(),
  service: z.string(),
  serviceNamespace: z.string(),
  operation: z.string(),
  kind: z.string(),
  status: z.string(),
  statusMessage: z.string(),
  traceState: z.string(),
  scopeName: z.string(),
  scopeVersion: z.string(),
  sessionId: z.string(),
  time: isoTime,
  durationMs: z.number(),
  attributes: pairs,
  resource: pairs,
  events: z.array(
    z.object({
      name: z.string(),
      offsetMs: z.number().describe("After the span's start"),
      attributes: pairs,
    }),
  ),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string(), attributes: pairs })),
});
export type Span = z.output<typeof span>;
