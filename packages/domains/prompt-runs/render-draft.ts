import type { Transaction } from "@triops/database/scoped";
import { invalid } from "@triops/kernel/errors";
import { composeAll, type Rendered, renderPrompt } from "../prompts/index.ts";
import type { Cell } from "./schemas.ts";

type Draft = Pick<Cell, "type" | "template" | "schema"> & { name: string | null };

/**
 * What stands in an editor with the prompts it includes put in place and its variables filled in.
 * @throws invalid saying what is missing
 */
export async function renderDraft(
  db: Transaction,
  { type, template, schema: variables, name }: Draft,
  values: Record<string, unknown>,
): Promise<Rendered> {
  if ((type === "text") !== (typeof template === "string")) throw invalid(`This is no ${type} prompt`);
  const part = { id: "draft", name: name ?? "this draft", version: 0, type, template };
  const [composed] = await composeAll(db, [part]);
  if (!composed || composed.fault) throw invalid(composed?.fault ?? "It cannot be put together");
  return renderPrompt({ type, template: composed.template, variables }, values);
}
