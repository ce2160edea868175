import type { Rule } from "./rule.ts";

const shellFunctions = new Set(["exec", "execSync"]);

export const shellCommands: Rule = {
  name: "shell-commands",
  message: "a shell reads arguments as code: use execFile or spawn with an argument list",
  appliesTo: () => true,
  visitor: (source, report) => {
    for (const statement of source.module.staticImports) {
      if (!/^(node:)?child_process$/.test(statement.moduleRequest.value)) continue;
      for (const entry of statement.entries) {
        if (shellFunctions.has(entry.importName.name ?? "")) report(statement.start);
      }
    }
    return {
      Property(node) {
        if (node.key.type !== "Identifier" || node.key.name !== "shell") return;
        if (node.value.type === "Literal" && node.value.value === true) report(node.start);
      },
    };
  },
};
