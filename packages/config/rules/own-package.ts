import { posix } from "node:path";
import { partOf } from "../files.ts";
import type { Rule } from "./rule.ts";

/** A path that climbs out of its package is invisible to pnpm, and hides an arrow from its package.json. */
export const ownPackage: Rule = {
  name: "own-package",
  message: "a relative import stays in its own package: import @triops/<package>/<file>",
  appliesTo: (path) => /^(apps|packages|bench)\//.test(path),
  visitor: (source, report) => {
    const home = partOf(source.path);
    for (const { moduleRequest } of source.module.staticImports) {
      if (!moduleRequest.value.startsWith(".")) continue;
      const target = posix.join(posix.dirname(source.path), moduleRequest.value);
      if (partOf(target) !== home) report(moduleRequest.start);
    }
    return {};
  },
};
