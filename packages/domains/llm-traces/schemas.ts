import { z } from "zod";
import { isoTime } from "../paging.ts";
import { rangeInput } from "../query-text.ts";

const q = z
  .string()
  .max(4_000)
  .default("")
  .describe('A search: model:gpt-5 cost>0.01 prompt:greet version:3 score.helpful<0.5 "text"');

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
const usd = z.string().nullable().describe("USD, decimal; null: no price is known");
const texts = z.array(z.string());
const numbers = z.array(z.number());

export const traceScore = z.object({
  name: z.string(),
  kind: z.enum(["numeric", "categorical", "boolean"]),
  number: z.number().nullable(),
  text: z.string(),
  spanId: z.string(),
});

export const llmTraceLine = z.object({
  traceId: z.string(),
  spanId: z.string().describe("The newest span that fits"),
  time: isoTime.describe("Start of the first span about models"),
  durationMs: z.number(),
  name: z.string(),
  service: z.string(),
  environment: z.string(),
  release: z.string(),
  hasRoot: z.boolean(),
  spanCount: z.int(),
  callCount: z.int().describe("Calls of models, each once"),
  errorCount: z.int(),
  models: texts,
  providers: texts,
  routes: texts,
  prompts: z.array(z.object({ name: z.string(), version: z.int(), label: z.string() })),
  user: z.string(),
  session: z.string(),
  tags: texts,
  inputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: usd,
  unpricedCount: z.int().describe("Calls whose price is not known: the cost is without them"),
  estimatedCount: z.int(),
  findingCount: z.int().describe("Spans in which a guardrail found something"),
  input: z.string().describe("Beginning of what was asked"),
  output: z.string().describe("Beginning of what was answered"),
  scores: z.array(traceScore),
});
export type LlmTraceLine = z.output<typeof llmTraceLine>;

export const orders = ["newest", "cost", "slowest", "tokens"] as const;
export const listInput = z.object({
  ...rangeInput,
  q,
  order: z.enum(orders).default("newest"),
  cursor: z.string().max(90).optional().describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const llmTracePage = z.object({ data: z.array(llmTraceLine), nextCursor: z.string().nullable() });

export const selectionInput = z.object({ ...rangeInput, q });
export const timeline = z.object({
  stepMs: z.number(),
  times: numbers.describe("Starts of the steps, epoch milliseconds"),
  calls: numbers,
  errors: numbers,
  costUsd: numbers,
  inputTokens: numbers,
  outputTokens: numbers,
  p95Ms: z.array(z.number().nullable()),
  total: z.object({
    calls: z.int(),
    errors: z.int(),
    costUsd: usd,
    unpriced: z.int(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    p50Ms: z.number().nullable(),
    p95Ms: z.number().nullable(),
  }),
});
export type LlmTimeline = z.output<typeof timeline>;

export const facets = z.object({
  data: z.array(
    z.object({ field: z.string(), values: z.array(z.object({ value: z.string(), spans: z.number() })) }),
  ),
  spansMax: z.number().describe("Counted over at most so many of the newest spans"),
});
export type LlmFacets = z.output<typeof facets>;

export const oneInput = z.object({ traceId, at });
/** Columns of equal length, by start. Names stand once, spans point at them. */
export const llmTrace = z.object({
  traceId: z.string(),
  time: isoTime,
  startMs: z.number().describe("The first start, epoch milliseconds; startUs counts from it"),
  durationMs: z.number(),
  isCut: z.boolean(),
  summary: llmTraceLine.nullable(),
  scores: z.array(traceScore),
  kinds: texts,
  names: texts,
  services: texts,
  statuses: texts,
  models: texts,
  spans: z.object({
    id: texts,
    parent: numbers.describe(
      "Place of the parent; -1 for a root, -2 when it is not about models or has not arrived",
    ),
    kind: numbers,
    name: numbers,
    service: numbers,
    status: numbers,
    model: numbers,
    startUs: numbers,
    durationUs: numbers,
    inputTokens: numbers,
    outputTokens: numbers,
    costUsd: z.array(z.string().nullable()).describe("Of the span itself"),
    totalUsd: z.array(z.string().nullable()).describe("Of it and all below it, each call once"),
    unpriced: texts,
    counts: numbers.describe("0: repeats what other spans say"),
    preview: texts,
  }),
});
export type LlmTrace = z.output<typeof llmTrace>;

export const graph = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["start", "agent", "tool", "model", "retriever", "step"]),
      name: z.string(),
      count: z.int(),
      errors: z.int(),
      costUsd: usd,
      durationMs: z.number().describe("Of all its spans together"),
    }),
  ),
  edges: z.array(z.object({ from: z.string(), to: z.string(), count: z.int() })),
});
export type AgentGraph = z.output<typeof graph>;

export const spanInput = z.object({ traceId, spanId, at });
const part = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("reasoning"), text: z.string() }),
  z.object({ type: z.literal("tool_call"), id: z.string(), name: z.string(), arguments: z.string() }),
  z.object({ type: z.literal("tool_result"), id: z.string(), name: z.string(), result: z.string() }),
  z.object({
    type: z.literal("media"),
    modality: z.string(),
    mediaType: z.string(),
    uri: z.string(),
    bytes: z.number(),
  }),
]);
const message = z.object({ role: z.string(), parts: z.array(part) });
const pairs = z.record(z.string(), z.string());

export const llmSpan = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string(),
  time: isoTime,
  durationMs: z.number(),
  firstTokenMs: z.number().nullable(),
  source: z.string(),
  dialect: z.string().describe("Whose names of attributes were read"),
  kind: z.string(),
  name: z.string(),
  traceName: z.string(),
  service: z.string(),
  environment: z.string(),
  release: z.string(),
  route: z.string(),
  provider: z.string(),
  model: z.string(),
  responseModel: z.string(),
  responseId: z.string(),
  operation: z.string(),
  status: z.string(),
  statusMessage: z.string(),
  errorType: z.string(),
  finishReasons: texts,
  stream: z.boolean(),
  user: z.string(),
  session: z.string(),
  tags: texts,
  metadata: z.array(z.object({ name: z.string(), value: z.string() })),
  prompt: z
    .object({ id: z.string(), name: z.string(), version: z.int(), label: z.string() })
    .nullable()
    .describe("The version it was made from"),
  keyId: z.string(),
  virtualKey: z.string(),
  team: z.string(),
  cache: z.string(),
  usage: z.array(z.object({ bucket: z.string(), quantity: z.number(), costUsd: usd })),
  inputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: usd,
  statedCostUsd: usd.describe("As the sender says"),
  unpriced: z.string().describe("Why there is no cost; empty where there is one, or nothing to pay"),
  estimated: z.boolean(),
  flags: texts,
  counts: z.boolean().describe("False: repeats what another span says, and is in no sum"),
  findings: texts.describe("kind:action:what, as in pii:mask:email"),
  agentName: z.string(),
  toolNames: texts,
  body: z.object({
    input: z.array(message),
    output: z.array(message),
    tools: z.array(z.object({ name: z.string(), description: z.string(), parameters: z.string() })),
    documents: z.array(
      z.object({ id: z.string(), content: z.string(), score: z.number().nullable(), metadata: z.string() }),
    ),
    parameters: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  attributes: pairs.describe("As they came"),
  resource: pairs,
  events: z.array(z.object({ name: z.string(), offsetMs: z.number(), attributes: pairs })),
  hasBody: z.boolean().describe("False: the span itself is not stored any more"),
});
export type LlmSpan = z.output<typeof llmSpan>;
export type LlmMessage = z.output<typeof message>;

const group = z.object({
  id: z.string(),
  firstTime: isoTime,
  lastTime: isoTime,
  traceCount: z.int(),
  callCount: z.int(),
  errorCount: z.int(),
  models: texts,
  services: texts,
  inputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: usd,
  unpricedCount: z.int(),
});
export const llmSession = group.extend({ user: z.string().describe("One of them"), userCount: z.int() });
export type LlmSession = z.output<typeof llmSession>;
export const llmUser = group.extend({ sessionCount: z.int() });
export type LlmUser = z.output<typeof llmUser>;

export const groupOrders = ["newest", "cost", "calls", "traces", "errors", "tokens"] as const;
export const groupsInput = z.object({
  ...rangeInput,
  q,
  order: z.enum(groupOrders).default("newest"),
  direction: z.enum(["descending", "ascending"]).default("descending"),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });
export const sessionPage = page(llmSession);
export const userPage = page(llmUser);
export const sessionInput = z.object({ ...rangeInput, session: z.string().min(1).max(200) });
export const conversationInput = z.object({
  ...sessionInput.shape,
  cursor: z.string().max(60).optional().describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
/** A trace of a session: what it adds to the conversation, call by call. */
export const conversationTurn = llmTraceLine.extend({
  calls: z.array(
    z.object({
      spanId: z.string(),
      name: z.string(),
      model: z.string(),
      isStep: z
        .boolean()
        .describe("Not of the line of conversation that ends the turn: a check, a rewritten question"),
      error: z.string().describe("What went wrong; empty where nothing did"),
      messages: z.array(message).describe("What was not said before in this session"),
      isLeftOut: z.boolean().describe("Its bodies are too large for this page, or not stored any more"),
    }),
  ),
  callsLeftOut: z.int().describe("Further calls of the trace that are not told here"),
});
export type ConversationTurn = z.output<typeof conversationTurn>;
export const conversationPage = page(conversationTurn);
export const userInput = z.object({ ...rangeInput, user: z.string().min(1).max(200) });
