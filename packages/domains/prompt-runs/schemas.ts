import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { cellsMax, columnsMax, runStates } from "./rules.ts";

export const runState = z.enum(runStates);

const plain = (charsMax: number) =>
  z
    .string()
    .max(charsMax)
    .refine((given) => !given.includes("\u0000") && given.isWellFormed(), "Not text: broken characters");
const object = z.record(z.string(), z.unknown());

/** A text, or a list of messages and placeholders for lists of messages. */
const template = z.union([
  plain(1_000_000),
  z
    .array(
      z.union([
        z.object({
          type: z.literal("placeholder"),
          name: plain(200).min(1, "Every placeholder needs a name"),
        }),
        z.object({ role: plain(64).min(1, "Every message needs a role"), content: plain(1_000_000) }),
      ]),
    )
    .max(500),
]);

export const tool = z.object({
  name: z.string().regex(/^[\w.-]{1,64}$/, "Letters, digits, - _ . only, at most 64"),
  description: plain(4_000).default(""),
  parameters: object.default({ type: "object", properties: {} }),
  mock: plain(100_000).nullable().default(null).describe("What it answers; null ends the run at its call"),
});

export const target = z.union([
  z.object({ route: z.string().min(1).max(200) }),
  z.object({ providerId: z.uuid(), model: z.string().min(1).max(200) }),
]);
export type Target = z.output<typeof target>;

/** One cell: what is run. */
export const cell = z.object({
  key: z.string().min(1).max(100).describe("Comes back with each event of this run"),
  prompt: z
    .object({ id: z.uuid(), version: z.int().min(1), edited: z.boolean().default(false) })
    .nullable()
    .default(null)
    .describe("The version it is, or was edited from"),
  type: z.enum(["text", "chat"]),
  template,
  schema: object.nullable().default(null).describe("JSON Schema of the variables"),
  variables: object.default({}),
  target,
  parameters: object.default({}),
  tools: z.array(tool).max(64).default([]),
  responseSchema: object.nullable().default(null),
});
export type Cell = z.output<typeof cell>;

export const beginInput = z.object({
  sessionId: z.uuid().nullable().default(null),
  runs: z.array(cell).min(1, "Nothing to run").max(cellsMax),
});

export const answeredCall = z.object({
  id: z.string(),
  name: z.string(),
  arguments: z.string(),
  result: z.string().nullable(),
});

export const structureCheck = z.object({ fits: z.boolean(), problems: z.array(z.string()) });
export type StructureCheck = z.output<typeof structureCheck>;

export const promptRun = z.object({
  id: z.uuid(),
  sessionId: z.uuid().nullable(),
  promptId: z.uuid().nullable(),
  promptName: z.string().nullable(),
  promptVersion: z.int().nullable(),
  edited: z.boolean(),
  route: z.string().nullable(),
  providerId: z.uuid().nullable(),
  provider: z.string(),
  model: z.string(),
  state: runState,
  output: z.string(),
  toolCalls: z.array(answeredCall),
  finishReason: z.string(),
  inputTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
  costUsd: z.string().nullable().describe("Null while the price is unknown"),
  estimated: z.boolean(),
  firstTokenMs: z.int().nullable(),
  latencyMs: z.int().nullable(),
  check: structureCheck.nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  traceId: z.string(),
  startedByName: z.string(),
  createdAt: isoTime,
  finishedAt: isoTimeOrNull,
});
export type PromptRun = z.output<typeof promptRun>;
export const promptRunDetail = promptRun.extend({ request: object });

export const listInput = z.object({
  ...pageInput,
  sessionId: z.uuid().optional(),
  promptId: z.uuid().optional(),
  version: z.coerce.number().int().optional(),
});
export const promptRunPage = pageOf(promptRun);

/** What the stream tells, one JSON object a message. */
export type RunEvent =
  | { kind: "begun"; key: string; id: string }
  | { kind: "text"; key: string; text: string }
  | { kind: "tool"; key: string; call: z.output<typeof answeredCall> }
  | { kind: "ended"; key: string; run: PromptRun }
  | { kind: "refused"; key: string; message: string };

const name = z.string().trim().min(1, "Give it a name").max(120);

/** What a playground shows, as the screen keeps it; bounded, not interpreted. */
export const sessionContent = z.object({
  columns: z.array(object).max(columnsMax),
  inputs: z.array(object).max(100),
  tools: z.array(object).max(64),
});

export const session = z.object({
  id: z.uuid(),
  name: z.string(),
  content: sessionContent,
  revision: z.int(),
  createdById: z.string(),
  createdByName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Session = z.output<typeof session>;
export const sessionSummary = session.omit({ content: true });
export type SessionSummary = z.output<typeof sessionSummary>;

export const createSessionInput = z.object({ name, content: sessionContent });
export const updateSessionInput = idInput.extend({
  name: name.optional(),
  content: sessionContent.optional(),
  revision: z.int().optional().describe("Refused when somebody saved since"),
});
export const listSessionsInput = z.object({ ...pageInput, search: z.string().max(120).optional() });
export const sessionPage = pageOf(sessionSummary);
