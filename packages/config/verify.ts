import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { arrows } from "./checks/arrows.ts";
import { citedPaths } from "./checks/cited-paths.ts";
import { containers } from "./checks/containers.ts";
import { deadCode } from "./checks/dead-code.ts";
import { format } from "./checks/format.ts";
import { licences } from "./checks/licences.ts";
import type { Check, Outcome } from "./checks/outcome.ts";
import { ownRules } from "./checks/source-rules.ts";
import { types } from "./checks/types.ts";
import { versionFloors } from "./checks/version-floors.ts";
import { sizeReport } from "./size-report.ts";

/** `pnpm verify`: every static check at once, no store needed. Exits non-zero when one fails. */
const checks: readonly Check[] = [
  ...types,
  deadCode,
  arrows,
  format,
  ownRules,
  versionFloors,
  licences,
  citedPaths,
  containers,
];

type Finished = Outcome & { name: string; seconds: number };

async function finish({ name, run }: Check): Promise<Finished> {
  const startMs = Date.now();
  const outcome = await run().catch((fault: unknown) => ({
    ok: false,
    report: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
  }));
  return { name, ...outcome, seconds: (Date.now() - startMs) / 1000 };
}

const { values } = parseArgs({ options: { json: { type: "string" } } });
const startMs = Date.now();
const finished = await Promise.all(checks.map(finish));

for (const { name, report } of finished.filter(({ ok }) => !ok)) console.log(`\n── ${name}\n${report}`);
console.log();
for (const { ok, name, seconds, note } of finished) {
  console.log(
    `${ok ? "✓" : "✗"} ${name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s${note ? `  ${note}` : ""}`,
  );
}
console.log(`\n${sizeReport()}`);
const failed = finished.filter(({ ok }) => !ok).length;
console.log(
  `\n${finished.length - failed} of ${checks.length} checks clean in ${((Date.now() - startMs) / 1000).toFixed(1)} s`,
);

if (values.json) writeFileSync(values.json, JSON.stringify(finished.map(({ name, ok }) => ({ name, ok }))));
process.exitCode = failed === 0 ? 0 : 1;
