import { parseTemplate, renderNodes } from "@triops/domains/prompts/mustache";
import { promptLimits } from "@triops/domains/prompts/names";
import type { Template } from "../prompts/draft.ts";
import type { Variable } from "../prompts/variables.ts";

/** What stands for a value that nobody typed, so that a reader of the code sees where it goes. */
const stands = ({ name, type }: Variable): unknown => (type === "messages" ? [] : `<${name}>`);

/**
 * The messages of a draft with its variables in place, as a program sends them. Null where that cannot be done here: it
 * cannot be read, or other prompts are inside it.
 */
export function filledMessages(
  template: Template,
  variables: readonly Variable[],
  values: Readonly<Record<string, unknown>>,
): object[] | null {
  const whole: Record<string, unknown> = { ...values };
  for (const variable of variables)
    if (variable.required && !Object.hasOwn(whole, variable.name)) whole[variable.name] = stands(variable);
  const fill = (text: string): string =>
    renderNodes(parseTemplate(text).nodes, whole, promptLimits.renderedCharsMax);
  try {
    if (JSON.stringify(template).includes("@@@langfusePrompt:")) return null;
    if (typeof template === "string") return [{ role: "user", content: fill(template) }];
    return template.flatMap((item): object[] => {
      if ("content" in item) return [{ ...item, content: fill(item.content) }];
      const given = whole[item.name];
      return Array.isArray(given) ? given : [];
    });
  } catch {
    return null;
  }
}
