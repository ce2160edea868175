import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull } from "../paging.ts";
import { rangeInput } from "../query-text.ts";
import { severity } from "../severity-schema.ts";
import { healthStates, nodeKinds } from "./rules.ts";

const keepable = (given: string) => !given.includes("\u0000") && given.isWellFormed();
const text = (charsMax: number) =>
  z.string().trim().max(charsMax).refine(keepable, "Not text: it has broken characters");
const link = z
  .string()
  .trim()
  .max(2_000)
  .refine(
    (given) => given === "" || (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)),
    "An http or https address",
  );

const red = {
  requests: z.number(),
  errors: z.number(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
};

export const service = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  owner: z.string(),
  ownerMemberId: z.uuid().nullable(),
  tier: z.int().nullable(),
  repository: z.string(),
  runbook: z.string(),
  chat: z.string(),
  tags: z.array(z.string()),
  foundIn: z.array(z.string()),
  firstSeenAt: isoTimeOrNull,
  lastSeenAt: isoTimeOrNull,
  archivedAt: isoTimeOrNull,
  createdAt: isoTime,
});
export type Service = z.output<typeof service>;

export const health = z.object({
  state: z.enum(healthStates),
  ...red,
  requestsPerSecond: z.number(),
  /** 0 … 1; null without requests. */
  errorRatio: z.number().nullable(),
  /** Requests and errors of each stretch of the range, oldest first. */
  trend: z.array(z.number()),
  errorTrend: z.array(z.number()),
  openAlerts: z.int(),
  worstSeverity: severity.nullable(),
});
export type Health = z.output<typeof health>;

export const serviceWithHealth = service.extend({ health });
export type ServiceWithHealth = z.output<typeof serviceWithHealth>;

const fields = {
  description: text(2_000).optional(),
  owner: text(100).optional().describe("The team, in its own words"),
  ownerMemberId: z.uuid().nullable().optional().describe("A member's id; null takes it back"),
  tier: z.int().min(1).max(4).nullable().optional().describe("1: the business stops without it … 4"),
  repository: link.optional(),
  runbook: link.optional(),
  chat: link.optional(),
  tags: z
    .array(text(50).refine((tag) => tag !== "", "A tag has letters"))
    .max(20)
    .optional(),
};

export const createInput = z.object({
  name: text(200)
    .refine((name) => name !== "", "Give it the name that its service.name says")
    .describe("As service.name says it in traces, logs and metrics"),
  ...fields,
});
export const updateInput = idInput.extend(fields);
export const serviceInput = idInput.extend(rangeInput);
export const signalsInput = serviceInput.extend({ operation: z.string().max(1_000).optional() });

export const listInput = z.object({
  cursor: z.string().max(200).optional().describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  name: z.string().max(200).optional().describe("Exactly this name"),
  search: z.string().trim().max(200).optional().describe("Part of the name, owner, description or a tag"),
  owner: z.string().max(100).optional(),
  tag: z.string().max(50).optional(),
  tier: z.coerce.number().int().min(1).max(4).optional(),
  state: z
    .enum([...healthStates, "unwell"])
    .optional()
    .describe("unwell is failing or degraded"),
  archived: z.enum(["no", "only", "all"]).default("no"),
  ...rangeInput,
});
export const servicePage = z.object({
  data: z.array(serviceWithHealth),
  nextCursor: z.string().nullable(),
});
/** Counts of every service that is not archived, whatever the filters. */
export const summaryInput = z.object(rangeInput);
export const summary = z.object({
  total: z.int(),
  failing: z.int(),
  degraded: z.int(),
  healthy: z.int(),
  quiet: z.int(),
  /** Names of the services that are unwell, the worst first. */
  unwell: z.array(z.string()),
});
export type Summary = z.output<typeof summary>;

export const operation = z.object({
  operation: z.string(),
  kind: z.string(),
  isEntry: z.boolean(),
  durationMs: z.number().describe("Of all of them together"),
  ...red,
});
export type Operation = z.output<typeof operation>;
export const operationList = z.object({ data: z.array(operation) });

export const signals = z.object({
  stepMs: z.number(),
  times: z.array(z.number()),
  requests: z.array(z.number()),
  errors: z.array(z.number()),
  p50Ms: z.array(z.number().nullable()),
  p95Ms: z.array(z.number().nullable()),
  p99Ms: z.array(z.number().nullable()),
  total: z.object(red),
});
export type ServiceSignals = z.output<typeof signals>;

const peer = z.object({
  name: z.string(),
  kind: z.enum(nodeKinds),
  serviceId: z.uuid().nullable(),
  via: z.string(),
  requestsPerSecond: z.number(),
  ...red,
});
export type Peer = z.output<typeof peer>;
export const dependencies = z.object({ callers: z.array(peer), callees: z.array(peer) });
export type Dependencies = z.output<typeof dependencies>;

export const mapInput = z.object({
  ...rangeInput,
  focus: z.string().max(200).optional().describe("Only this service and what it talks to"),
  depth: z.coerce.number().int().min(1).max(3).default(1),
});
const node = z.object({
  /** `<kind>:<name>` */
  key: z.string(),
  name: z.string(),
  kind: z.enum(nodeKinds),
  serviceId: z.uuid().nullable(),
  state: z.enum(healthStates),
  requestsPerSecond: z.number(),
  errorRatio: z.number().nullable(),
  openAlerts: z.int(),
  ...red,
});
export type MapNode = z.output<typeof node>;
const edge = z.object({
  source: z.string().describe("Key of a node"),
  target: z.string().describe("Key of a node"),
  kind: z.string(),
  via: z.string(),
  requestsPerSecond: z.number(),
  errorRatio: z.number().nullable(),
  ...red,
});
export type MapEdge = z.output<typeof edge>;
export const serviceMap = z.object({
  nodes: z.array(node),
  edges: z.array(edge),
  /** There are more than these, which were left out: the least busy ones. */
  more: z.boolean(),
});
export type ServiceMap = z.output<typeof serviceMap>;
