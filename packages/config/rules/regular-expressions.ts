import type { CallExpression, NewExpression } from "oxc-parser";
import { isTest } from "../files.ts";
import type { Rule } from "./rule.ts";

/** A pattern that is written in the source can be reviewed; one that is put together at run time may never end. */
export const regularExpressions: Rule = {
  name: "regular-expressions",
  message:
    "a regular expression from a variable may take for ever: use a literal, or RE2 for a person's pattern",
  appliesTo: (path) => !isTest(path) && !path.startsWith("packages/config/"),
  visitor: (_source, report) => {
    const check = (node: CallExpression | NewExpression) => {
      if (node.callee.type !== "Identifier" || node.callee.name !== "RegExp") return;
      const [pattern] = node.arguments;
      const isText = pattern?.type === "Literal" && typeof pattern.value === "string";
      const isPlainTemplate = pattern?.type === "TemplateLiteral" && pattern.expressions.length === 0;
      if (!isText && !isPlainTemplate) report(node.start);
    };
    return { NewExpression: check, CallExpression: check };
  },
};
