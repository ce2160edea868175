import { z } from "zod";
import { isoTime } from "../paging.ts";
import { nameList, rangeInput } from "../query-text.ts";

/** Where a record stands: its nanoseconds since 1970, a hyphen and its id. It finds the row without a search. */
export const logId = z.string().regex(/^\d{1,19}-\d{1,20}$/, "Not the id of a log record");

const q = z
  .string()
  .max(4_000)
  .default("")
  .describe('A search: service:checkout level>=warn "timed out" -health attr.user=42');

/** Fields shown beside the message: `attr.<key>`, `resource.<key>` or a plain key. */
const columns = nameList(8);

export const logLine = z.object({
  id: logId,
  time: isoTime,
  level: z.string(),
  service: z.string(),
  body: z.string().describe("Cut after 2,000 characters"),
  isCut: z.boolean(),
  traceId: z.string(),
  spanId: z.string(),
  sessionId: z.string(),
  templateId: z.string(),
  columns: z.array(z.string()).describe("Values of the columns asked for, in their order"),
});
export type LogLine = z.output<typeof logLine>;

export const listInput = z.object({
  ...rangeInput,
  q,
  columns,
  order: z.enum(["newest", "oldest"]).default("newest"),
  cursor: logId.optional().describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const logPage = z.object({ data: z.array(logLine), nextCursor: z.string().nullable() });

export const histogramInput = z.object({
  ...rangeInput,
  q,
  stepMs: z.coerce.number().int().min(1_000).optional().describe("Chosen for about 75 bars when absent"),
});
export const histogram = z.object({
  stepMs: z.number(),
  times: z.array(z.number()).describe("Starts of the buckets, epoch milliseconds"),
  levels: z.array(z.object({ level: z.string(), counts: z.array(z.number()) })),
  total: z.number(),
});
export type LogHistogram = z.output<typeof histogram>;

export const facetsInput = z.object({ ...rangeInput, q });
export const facets = z.object({
  data: z.array(
    z.object({
      field: z.string(),
      values: z.array(z.object({ value: z.string(), records: z.number() })),
    }),
  ),
  recordsMax: z.number().describe("Counted over at most so many of the newest records"),
});
export type LogFacets = z.output<typeof facets>;
export type LogFacet = LogFacets["data"][number];

export const oneInput = z.object({ id: logId });
export const logDetail = logLine.omit({ body: true, isCut: true, columns: true }).extend({
  body: z.string(),
  observedAt: isoTime,
  severityNumber: z.number(),
  severityText: z.string(),
  serviceNamespace: z.string(),
  eventName: z.string(),
  scopeName: z.string(),
  scopeVersion: z.string(),
  attributes: z.record(z.string(), z.string()),
  resource: z.record(z.string(), z.string()),
});
export type LogDetail = z.output<typeof logDetail>;

export const surroundingInput = z.object({
  id: logId,
  scope: z
    .enum(["instance", "service", "all"])
    .default("service")
    .describe("instance: the same pod, container, host or process as well"),
  lines: z.coerce.number().int().min(1).max(200).default(20).describe("On each side"),
});
export const surrounding = z.object({ before: z.array(logLine), after: z.array(logLine) });
export type LogSurrounding = z.output<typeof surrounding>;

export const trends = ["new", "vanished", "surging", "steady"] as const;
export const templatesInput = z.object({ ...rangeInput, q });
export const logTemplate = z.object({
  id: z.string().describe("For the search: template:<id>"),
  service: z.string(),
  text: z.string().describe("Variables stand in angle brackets by their type: <ip>, <num>, <*>"),
  records: z.number(),
  recordsBefore: z.number().describe("In the stretch of the same length before"),
  errors: z.number(),
  counts: z.array(z.number()).describe("Records over time, in equal steps of the range"),
  firstSeen: isoTime,
  lastSeen: isoTime,
  examples: z.array(z.string()),
  trend: z.enum(trends),
});
export type LogTemplate = z.output<typeof logTemplate>;
export const templates = z.object({ data: z.array(logTemplate), recordsTotal: z.number() });
export type LogTemplates = z.output<typeof templates>;

// Live tail: who follows what is a hash in Redis, lines go to a channel of the tail's own. The names begin with the
// tag of `kernel/redis`, written out because this file also runs in a browser.

type Field =
  | { kind: "column"; name: (typeof filterColumns)[number] }
  | { kind: "attribute" | "resource" | "either"; key: string };
type Filter =
  | { kind: "all" | "any"; parts: Filter[] }
  | { kind: "not"; part: Filter }
  | { kind: "text"; text: string }
  | {
      kind: "compare";
      field: Field;
      op: "=" | "!=" | ">=" | ">" | "<=" | "<";
      value: string;
    };
const filterColumns = [
  "service",
  "level",
  "body",
  "trace",
  "span",
  "session",
  "template",
  "event",
  "scope",
] as const;
const field: z.ZodType<Field> = z.union([
  z.object({ kind: z.literal("column"), name: z.enum(filterColumns) }),
  z.object({ kind: z.enum(["attribute", "resource", "either"]), key: z.string() }),
]);
const filter: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    z.object({ kind: z.enum(["all", "any"]), parts: z.array(filter) }),
    z.object({ kind: z.literal("not"), part: filter }),
    z.object({ kind: z.literal("text"), text: z.string() }),
    z.object({
      kind: z.literal("compare"),
      field,
      op: z.enum(["=", "!=", ">=", ">", "<=", "<"]),
      value: z.string(),
    }),
  ]),
);

/** Redis hash: tail id → `LogTail` as JSON. An entry past its time counts as gone, whoever left it there. */
export const logTailsHash = "{triops}:logs:tails";
/** Told whenever the hash changes; gateways then look again. */
export const logTailsChannel = "{triops}:logs:tails-changed";
export const logTailChannel = (tailId: string): string => `{triops}:logs:tail:${tailId}`;

export const logTail = z.object({
  workspaceId: z.uuid(),
  filter,
  columns: z.array(field),
  /** Epoch milliseconds; renewed while somebody looks. */
  untilMs: z.number(),
});
export type LogTail = z.output<typeof logTail>;

/** What a gateway sends a tail several times a second, while there is something. */
export type LogTailMessage = {
  lines: LogLine[];
  /** Fitting records that were left out because more came than anybody can read. */
  skipped: number;
};
