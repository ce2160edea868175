import { schemaFault } from "@triops/analysis/json-schema/validator";
import { z } from "zod";
import { labelFault, nameFault, promptLimits } from "./names.ts";
import { charsOf } from "./template.ts";
import { templateFault } from "./variables.ts";

// Fields that more than one schema takes in: of prompts, of label requests, of Langfuse's API.

/** Characters that Postgres cannot keep: NUL and halves of a pair of surrogates. */
const keepable = (given: string) => !given.includes("\u0000") && given.isWellFormed();
export const words = (charsMax: number) =>
  z.string().max(charsMax).refine(keepable, "Not text: broken characters");

const refusedBy = (fault: (given: string) => string | null) => (given: string, context: z.RefinementCtx) => {
  const message = fault(given);
  if (message) context.addIssue({ code: "custom", message });
};

export const promptName = z.string().superRefine(refusedBy(nameFault));
export const labelName = z.string().superRefine(refusedBy(labelFault));
/** As people ask for one: `latest` is among them. */
export const anyLabel = words(promptLimits.labelCharsMax).min(1);
export const tags = z
  .array(words(100).trim().min(1))
  .max(promptLimits.tagsMax)
  .transform((given) => [...new Set(given)]);
export const labels = z
  .array(labelName)
  .max(promptLimits.labelsMax)
  .transform((given) => [...new Set(given)]);
export const message = words(2_000).trim();
export const versionNumber = z.coerce.number().int().min(1).max(2_147_483_647);
export const branchName = words(100)
  .trim()
  .min(1, "Give it a name")
  .regex(/^[\w./-]+$/, "Letters, digits, _ . / and - only");
export const promptType = z.enum(["text", "chat"]);

const role = words(64).trim().min(1, "Every message needs a role");
const chatItem = z.union([
  z.object({ type: z.literal("placeholder"), name: words(200).trim().min(1) }),
  z.object({ role, content: words(promptLimits.templateCharsMax) }),
]);

/** A text, or messages and placeholders, whose Mustache can be read. */
export const template = z
  .union([words(promptLimits.templateCharsMax), z.array(chatItem).min(1).max(promptLimits.messagesMax)])
  .superRefine((given, context) => {
    const { templateCharsMax } = promptLimits;
    const message =
      charsOf(given) > templateCharsMax ? `At most ${templateCharsMax} characters` : templateFault(given);
    if (message) context.addIssue({ code: "custom", message });
  });

/** Null where it is nested so deeply that writing it ends at the stack's. */
function textOf(given: unknown): string | null {
  try {
    return JSON.stringify(given);
  } catch {
    return null;
  }
}

const json = z.record(z.string(), z.unknown()).superRefine((given, context) => {
  const text = textOf(given);
  if (text === null) context.addIssue({ code: "custom", message: "It is nested too deeply" });
  else if (text.length > promptLimits.configCharsMax)
    context.addIssue({
      code: "custom",
      message: `At most ${promptLimits.configCharsMax} characters of JSON`,
    });
  else if (/\\u0000|\\ud[89a-f]/i.test(text))
    context.addIssue({ code: "custom", message: "Not text: broken characters" });
});
export const config = json.describe(
  "Settings of the call, e.g. {model, temperature, tools, response_format}; kept as given",
);
/** A JSON Schema of an object: what the variables look like. */
export const variables = json.superRefine((given, context) => {
  // What is wrong with it as JSON has been said.
  if (context.issues.length > 0) return;
  const fault =
    given.type !== undefined && given.type !== "object"
      ? 'The variables are an object: "type" is "object"'
      : schemaFault(given);
  if (fault) context.addIssue({ code: "custom", message: fault });
});
