import type { Rule } from "./rule.ts";

const name = "dangerouslySetInnerHTML";

export const innerHtml: Rule = {
  name: "inner-html",
  message: `${name} lets stored text run as code: render elements`,
  appliesTo: () => true,
  visitor: (_source, report) => ({
    JSXAttribute(node) {
      if (node.name.type === "JSXIdentifier" && node.name.name === name) report(node.start);
    },
    Property(node) {
      if (node.key.type === "Identifier" && node.key.name === name) report(node.start);
    },
  }),
};
