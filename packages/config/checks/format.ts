import type { Check } from "./outcome.ts";
import { runProgram } from "./program.ts";

/** Biome: format and lint in one pass. Warnings count, since nobody reads them twice. */
export const format: Check = {
  name: "format and lint",
  async run() {
    const { code, output } = await runProgram("biome", [
      "check",
      "--error-on-warnings",
      "--max-diagnostics=40",
      ".",
    ]);
    return { ok: code === 0, report: `${output}\nMend what can be mended with: pnpm format` };
  },
};
