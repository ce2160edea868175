import { z } from "zod";
import { isoTime, pageInput, pageOf } from "../paging.ts";

const name = z.string().trim().min(1).max(100);
const description = z.string().trim().max(2_000);

export const dataset = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  itemCount: z.int(),
  createdByName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Dataset = z.output<typeof dataset>;

export const listInput = z.object({ ...pageInput });
export const datasetPage = pageOf(dataset);
export const createInput = z.object({ name, description: description.default("") });
export const updateInput = z.object({
  id: z.uuid(),
  name: name.optional(),
  description: description.optional(),
});

export const datasetItem = z.object({
  id: z.uuid(),
  datasetId: z.uuid(),
  input: z.unknown().describe("Any JSON; of a model call its messages"),
  expected: z.unknown().describe("What should come out; null: nobody has said yet"),
  metadata: z.record(z.string(), z.unknown()),
  traceId: z.string().describe("Where it was taken from; empty for one written by hand"),
  spanId: z.string(),
  createdByName: z.string(),
  createdAt: isoTime,
});
export type DatasetItem = z.output<typeof datasetItem>;

export const itemsInput = z.object({ ...pageInput, datasetId: z.uuid() });
export const itemPage = pageOf(datasetItem);

const itemCharsMax = 400_000;
const json = z
  .unknown()
  .refine(
    (value) => JSON.stringify(value ?? null).length <= itemCharsMax,
    "At most 400,000 characters of JSON",
  );

export const addItemInput = z
  .object({
    datasetId: z.uuid(),
    input: json.optional().describe("Of a span that is named: what went into it, unless it is given here"),
    expected: json
      .optional()
      .describe("Of a span that is named: what came out of it, unless it is given here"),
    metadata: z.record(z.string().max(200), z.unknown()).default({}),
    traceId: z
      .string()
      .toLowerCase()
      .regex(/^[0-9a-f]{32}$/)
      .optional(),
    spanId: z
      .string()
      .toLowerCase()
      .regex(/^[0-9a-f]{16}$/)
      .optional()
      .describe("Of the trace; its root or first call by default"),
  })
  .refine(({ input, traceId }) => input !== undefined || traceId !== undefined, {
    message: "Give an input, or the trace it is taken from",
    path: ["input"],
  });

export const itemInput = z.object({ datasetId: z.uuid(), itemId: z.uuid() });
export const updateItemInput = itemInput.extend({
  input: json.optional(),
  expected: json.optional(),
  metadata: z.record(z.string().max(200), z.unknown()).optional(),
});
