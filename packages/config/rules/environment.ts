import { isTest } from "../files.ts";
import type { Rule } from "./rule.ts";

const exempt =
  /(^|\/)env\.ts$|^scripts\/|\.config\.(ts|mjs)$|^packages\/(config|embedded)\/|^packages\/database\/generate\.ts$/;

export const environment: Rule = {
  name: "environment",
  message: "settings are read once, in an env.ts that reports all faults together at boot",
  appliesTo: (path) => !isTest(path) && !exempt.test(path),
  visitor: (_source, report) => {
    // `readGatewayEnv(process.env)`: handed whole to the function that reads it, as tests hand it another.
    const handedOver = new Set<number>();
    return {
      CallExpression(node) {
        const [first] = node.arguments;
        const reads = node.callee.type === "Identifier" && /^read\w*Env$/.test(node.callee.name);
        if (reads && first) handedOver.add(first.start);
      },
      MemberExpression(node) {
        if (node.object.type !== "Identifier" || node.object.name !== "process") return;
        if (node.property.type !== "Identifier" || node.property.name !== "env") return;
        if (!handedOver.has(node.start)) report(node.start);
      },
    };
  },
};
