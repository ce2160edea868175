import { isTest } from "../files.ts";
import type { Rule } from "./rule.ts";

export const requestJson: Rule = {
  name: "request-json",
  message: "what a request carries is parsed with limits: use @triops/kernel/json",
  appliesTo: (path) =>
    !isTest(path) && /^apps\/(gateway\/src\/(?!snapshot\/)|web\/(app|api|proxy))/.test(path),
  visitor: (_source, report) => ({
    CallExpression(node) {
      const { callee } = node;
      if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return;
      if (callee.property.type !== "Identifier") return;
      if (callee.object.name === "JSON" && callee.property.name === "parse") report(node.start);
    },
  }),
};
