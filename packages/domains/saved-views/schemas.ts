import { z } from "zod";
import { idInput, isoTime, pageInput, pageOf } from "../paging.ts";

/** Screens whose questions can be kept: the word of the screen's address. */
export const savedViewScreens = [
  "logs",
  "traces",
  "llm-traces",
  "metrics",
  "services",
  "alerts",
  "incidents",
  "changes",
] as const;
export const savedViewScreen = z.enum(savedViewScreens);

export const savedView = z.object({
  id: z.uuid(),
  screen: savedViewScreen,
  name: z.string(),
  query: z.string().describe("The screen's query string, without the leading ?"),
  shared: z.boolean().describe("false: only its owner sees it"),
  ownerId: z.string(),
  ownerName: z.string(),
  mine: z.boolean(),
  createdAt: isoTime,
});
export type SavedView = z.output<typeof savedView>;

const name = z.string().trim().min(1, "Give it a name").max(100);
const query = z
  .string()
  .trim()
  .max(4_000)
  .transform((text) => (text.startsWith("?") ? text.slice(1) : text));

export const createInput = z.object({
  screen: savedViewScreen,
  name,
  query,
  shared: z.boolean().default(false),
});
export const updateInput = idInput.extend({
  name: name.optional(),
  query: query.optional(),
  shared: z.boolean().optional(),
});
export const listInput = z.object({ ...pageInput, screen: savedViewScreen.optional() });
export const savedViewPage = pageOf(savedView);
