import { isTest } from "../files.ts";
import type { Rule } from "./rule.ts";

const globals = new Set(["globalThis", "window", "self"]);
const nodeModules = new Set(["http", "https", "http2", "net", "tls"]);
const requestFunctions = new Set(["request", "get", "connect", "createConnection"]);

/** Code that runs in a browser, or talks only to loopback processes it started itself. */
const exempt =
  /^(apps\/web\/(features|shell|data|app\/\(|e2e)|packages\/(ui|embedded|config|testing)|bench|scripts|apps\/cli)\b/;

export const outgoingRequests: Rule = {
  name: "outgoing-requests",
  message: "outgoing HTTP goes through packages/providers/egress, which refuses private addresses",
  appliesTo: (path) =>
    !isTest(path) && !exempt.test(path) && !/^packages\/providers\/egress(\/|\.ts$)/.test(path),
  visitor: (source, report) => {
    for (const statement of source.module.staticImports) {
      if (!nodeModules.has(statement.moduleRequest.value.replace("node:", ""))) continue;
      for (const entry of statement.entries) {
        if (requestFunctions.has(entry.importName.name ?? "")) report(statement.start);
      }
    }
    return {
      CallExpression(node) {
        const callee = node.callee;
        if (callee.type === "Identifier" && callee.name === "fetch") report(node.start);
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
        if (callee.object.type !== "Identifier") return;
        const { name } = callee.property;
        if (name === "fetch" && globals.has(callee.object.name)) report(node.start);
        if (nodeModules.has(callee.object.name) && requestFunctions.has(name)) report(node.start);
      },
    };
  },
};
