import { arrowRules } from "./rules.ts";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: arrowRules(),
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.next|generated|results)/" },
    // Types are imports too: an arrow that only types cross still ties two nouns together.
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css", ".d.ts"],
    },
  },
};
