import { isTest } from "../files.ts";
import type { Rule } from "./rule.ts";

const unsafe = new Set(["$queryRawUnsafe", "$executeRawUnsafe"]);

export const rawSql: Rule = {
  name: "raw-sql",
  message: "SQL that is put together from text: use $queryRaw with a tagged template",
  appliesTo: (path) => !isTest(path) && !path.startsWith("packages/database/"),
  visitor: (_source, report) => ({
    MemberExpression(node) {
      if (node.property.type === "Identifier" && unsafe.has(node.property.name)) report(node.start);
    },
  }),
};
