import { z } from "zod";
import { idInput, isoTime, pageInput, pageOf } from "../paging.ts";

/** Of the whole model as JSON text. */
export const modelBytesMax = 512 * 1024;

export const panelTypes = [
  "timeseries",
  "stat",
  "gauge",
  "table",
  "heatmap",
  "bar",
  "text",
  "logs",
  "alerts",
] as const;
export const panelType = z.enum(panelTypes);
export type PanelType = z.infer<typeof panelType>;

/** The units that the charts know how to write. */
export const units = [
  "none",
  "count",
  "percent",
  "ratio",
  "bytes",
  "bytesPerSecond",
  "bits",
  "bitsPerSecond",
  "seconds",
  "milliseconds",
  "microseconds",
  "nanoseconds",
  "perSecond",
  "hertz",
  "celsius",
  "usd",
] as const;

/** Letters, digits, `-` and `_`: it stands in addresses. */
const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, "Letters, digits, - and _, at most 40");
const refId = z.string().regex(/^[A-Za-z0-9_]{1,20}$/, "Letters, digits and _, at most 20");

export const promqlQuery = z.object({
  kind: z.literal("promql"),
  refId,
  expr: z.string().max(10_000),
  /** Names the series: `{{label}}` stands for a label's value. Empty: the labels that tell series apart. */
  legend: z.string().max(500).default(""),
  hidden: z.boolean().default(false),
});
export const logsQuery = z.object({
  kind: z.literal("logs"),
  refId,
  query: z.string().max(5_000).default(""),
  hidden: z.boolean().default(false),
});
export const alertsQuery = z.object({
  kind: z.literal("alerts"),
  refId,
  state: z.enum(["open", "resolved", "all"]).default("open"),
  severity: z.enum(["", "sev1", "sev2", "sev3", "sev4"]).default(""),
  search: z.string().max(200).default(""),
  hidden: z.boolean().default(false),
});
export const panelQuery = z.discriminatedUnion("kind", [promqlQuery, logsQuery, alertsQuery]);
export type PanelQuery = z.infer<typeof panelQuery>;
export type PromqlQuery = z.infer<typeof promqlQuery>;

export const thresholdLevels = ["ok", "sev4", "sev3", "sev2", "sev1"] as const;
/** From this value upwards the level holds. */
export const threshold = z.object({ value: z.number(), level: z.enum(thresholdLevels) });
export type Threshold = z.infer<typeof threshold>;

export const reducers = ["last", "avg", "min", "max", "sum", "first", "count", "change"] as const;

/** One set for all types, so that a panel that changes its type keeps what it said before. */
export const panelOptions = z.object({
  unit: z.enum(units).default("none"),
  /** Digits after the point; null: three significant ones. */
  decimals: z.number().int().min(0).max(8).nullable().default(null),
  min: z.number().nullable().default(null),
  max: z.number().nullable().default(null),
  thresholds: z.array(threshold).max(10).default([]),
  /** How a series becomes one number. */
  reduce: z.enum(reducers).default("last"),
  legend: z.enum(["list", "table", "none"]).default("list"),
  stacked: z.boolean().default(false),
  fill: z.boolean().default(false),
  includeZero: z.boolean().default(true),
  /** What a missing sample is: a gap, joined over, or zero. */
  nulls: z.enum(["gap", "connect", "zero"]).default("gap"),
  /** The course of a figure under it. */
  trend: z.boolean().default(true),
  gauge: z.enum(["arc", "bar"]).default("arc"),
  /** Markdown, for texts. */
  content: z.string().max(20_000).default(""),
  /** Columns of a table that are not shown, and other names for those that are. */
  hiddenColumns: z.array(z.string().max(200)).max(60).default([]),
  columnNames: z.record(z.string().max(200), z.string().max(200)).default({}),
  sort: z
    .object({ column: z.string().max(200), descending: z.boolean() })
    .nullable()
    .default(null),
  rowsMax: z.number().int().min(1).max(500).default(50),
});
export type PanelOptions = z.infer<typeof panelOptions>;

/** In a grid of 24 columns; a row is 30 px and 8 px between rows. */
export const place = z.object({
  x: z.number().int().min(0).max(23),
  y: z.number().int().min(0).max(10_000),
  w: z.number().int().min(1).max(24),
  h: z.number().int().min(1).max(60),
});
export type Place = z.infer<typeof place>;

export const panel = z.object({
  id,
  type: panelType,
  title: z.string().trim().max(200).default(""),
  description: z.string().trim().max(2_000).default(""),
  place,
  queries: z.array(panelQuery).max(20).default([]),
  options: panelOptions.prefault({}),
  /** The panel comes once for each chosen value of this variable. */
  repeat: z
    .object({ variable: z.string().max(60), direction: z.enum(["across", "down"]).default("across") })
    .nullable()
    .default(null),
});
export type Panel = z.infer<typeof panel>;

export const section = z.object({
  id,
  /** Without one the section has no heading and cannot be folded. */
  title: z.string().trim().max(200).default(""),
  collapsed: z.boolean().default(false),
  repeat: z.string().max(60).nullable().default(null),
  panels: z.array(panel).max(100).default([]),
});
export type Section = z.infer<typeof section>;

export const variableKinds = ["query", "custom", "constant", "interval", "text"] as const;
export const variable = z.object({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,59}$/, "A letter or _, then letters, digits and _"),
  label: z.string().trim().max(100).default(""),
  kind: z.enum(variableKinds),
  /** Of a query: `label_values(metric{…}, label)`, `label_values(label)` or `metrics(pattern)`. */
  query: z.string().max(2_000).default(""),
  /** Keeps the values that match; what its first group holds becomes the value. RE2. */
  pattern: z.string().max(500).default(""),
  /** Of a list or of intervals. */
  values: z.array(z.string().max(500)).max(500).default([]),
  multi: z.boolean().default(false),
  includeAll: z.boolean().default(false),
  /** What "All" stands for instead of every value, as a regular expression. */
  allValue: z.string().max(500).default(""),
  /** Chosen when the address names none; `$__all` for all of them. */
  chosen: z.array(z.string().max(500)).max(100).default([]),
  hidden: z.boolean().default(false),
});
export type Variable = z.infer<typeof variable>;

export const model = z.object({
  schemaVersion: z.literal(1).default(1),
  title: z.string().trim().min(1, "Give it a title").max(200),
  description: z.string().trim().max(2_000).default(""),
  folder: z.string().trim().max(100).default(""),
  tags: z.array(z.string().trim().min(1).max(50)).max(20).default([]),
  /** Until now, as long as this: "6h". */
  range: z
    .string()
    .regex(/^\d{1,5}[smhdw]$/, 'Like "6h"')
    .default("6h"),
  /** 0: only when asked. */
  refreshSeconds: z.union([z.literal(0), z.number().int().min(10).max(3_600)]).default(30),
  variables: z.array(variable).max(40).default([]),
  sections: z.array(section).max(60).default([]),
});
export type DashboardModel = z.infer<typeof model>;

export const origins = ["member", "grafana", "starter"] as const;

/** What lists show. */
export const dashboardSummary = z.object({
  id: z.uuid(),
  title: z.string(),
  description: z.string(),
  folder: z.string(),
  tags: z.array(z.string()),
  panelCount: z.int(),
  version: z.int(),
  origin: z.enum(origins),
  starred: z.boolean(),
  updatedByName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type DashboardSummary = z.output<typeof dashboardSummary>;
export const dashboard = dashboardSummary.extend({ model });
export type Dashboard = z.output<typeof dashboard>;
export const dashboardPage = pageOf(dashboardSummary);

export const listInput = z.object({
  ...pageInput,
  search: z.string().trim().max(200).optional(),
  tag: z.string().max(50).optional(),
  folder: z.string().max(100).optional(),
  starred: z.stringbool().or(z.boolean()).optional(),
});
export const createInput = z.object({
  model,
  origin: z.enum(origins).default("member"),
  message: z.string().trim().max(500).default(""),
});
export const updateInput = idInput.extend({
  /** The version that the change began with. */
  version: z.coerce.number().int().min(1),
  model,
  message: z.string().trim().max(500).default(""),
});
export const duplicateInput = idInput.extend({ title: z.string().trim().min(1).max(200).optional() });
export const starInput = idInput.extend({ starred: z.boolean() });

export const facets = z.object({
  tags: z.array(z.object({ tag: z.string(), count: z.int() })),
  folders: z.array(z.object({ folder: z.string(), count: z.int() })),
});
export type Facets = z.output<typeof facets>;

export const dashboardVersion = z.object({
  id: z.uuid(),
  version: z.int(),
  message: z.string(),
  actorName: z.string(),
  createdAt: isoTime,
});
export type DashboardVersion = z.output<typeof dashboardVersion>;
export const versionPage = pageOf(dashboardVersion);
export const versionsInput = idInput.extend(pageInput);
export const versionInput = idInput.extend({ version: z.coerce.number().int().min(1) });
export const versionWithModel = dashboardVersion.extend({ model });
export type VersionWithModel = z.output<typeof versionWithModel>;
export const restoreInput = versionInput.extend({
  /** The newest version that whoever restores has seen. */
  seen: z.coerce.number().int().min(1),
});

export const importInput = z.object({
  /** Grafana's JSON, or what Triops exported. */
  json: z.unknown(),
  title: z.string().trim().min(1).max(200).optional(),
  folder: z.string().trim().max(100).optional(),
});
export const importNote = z.object({
  /** Panel, variable or "dashboard". */
  where: z.string(),
  what: z.string(),
  /** Whether something was left out, or only came close. */
  kind: z.enum(["dropped", "changed"]),
});
export type ImportNote = z.infer<typeof importNote>;
export const importResult = z.object({
  dashboard,
  source: z.enum(["grafana", "triops"]),
  panels: z.int(),
  notes: z.array(importNote),
});

export const starterKey = z.string().regex(/^[a-z][a-z-]{1,40}$/);
export const starterSummary = z.object({
  key: z.string(),
  title: z.string(),
  description: z.string(),
  panelCount: z.int(),
  /** Whether its metrics have come in the last day. */
  available: z.boolean(),
});
export type StarterSummary = z.infer<typeof starterSummary>;
export const starterList = z.object({ data: z.array(starterSummary) });
export const starterInput = z.object({ key: starterKey });
export const starterWithModel = starterSummary.extend({ model });
export type Starter = z.infer<typeof starterWithModel>;
