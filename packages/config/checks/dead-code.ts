import type { Check } from "./outcome.ts";
import { runProgram } from "./program.ts";

/** knip: files, exports and dependencies that nothing uses; set up in knip.json. */
export const deadCode: Check = {
  name: "dead code",
  async run() {
    const { code, output } = await runProgram("knip", ["--no-progress", "--reporter", "compact"]);
    return { ok: code === 0, report: output };
  },
};
