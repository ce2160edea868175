import { listFiles, readText } from "../files.ts";
import { sourceRules } from "../rules/register.ts";
import { checkSource } from "../rules/run.ts";
import { checkText } from "../rules/text.ts";
import { type Check, outcomeOf } from "./outcome.ts";

const textFiles =
  /\.(ts|tsx|mjs|js|json|md|css|yml|yaml|sql|prisma|sh|toml|txt|proto)$|(^|\/)(Dockerfile[^/]*|run|\.npmrc)$/;
/** The rules' own patterns and planted faults would report themselves. */
const ownFolder = "packages/config/rules/";

export const ownRules: Check = {
  name: "own rules",
  async run() {
    const faults = [];
    for (const path of listFiles()) {
      if (!textFiles.test(path) || path.startsWith(ownFolder)) continue;
      const text = readText(path);
      faults.push(...checkText(path, text));
      if (/\.(ts|tsx|mjs)$/.test(path)) faults.push(...checkSource(path, text, sourceRules));
    }
    return outcomeOf(faults.map((fault) => ({ ...fault, text: `${fault.text} [${fault.rule}]` })));
  },
};
