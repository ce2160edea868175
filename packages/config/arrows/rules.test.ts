import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../checks/program.ts";
import { root } from "../files.ts";
import { arrowRules } from "./rules.ts";

/** Planted faults: a file, what it imports, and the rule that must name it. */
const planted: readonly { from: string; to: string; rule: string }[] = [
  { from: "packages/kernel/a.ts", to: "packages/database/client.ts", rule: "packages/kernel-arrows" },
  { from: "packages/analysis/a.ts", to: "packages/kernel/clock.ts", rule: "packages/analysis-arrows" },
  { from: "packages/analysis/b.ts", to: "node:fs", rule: "analysis-no-io" },
  { from: "packages/ui/a.ts", to: "packages/domains/incidents/schemas.ts", rule: "packages/ui-arrows" },
  { from: "packages/ui/b.ts", to: "node:fs", rule: "ui-knows-react-only" },
  { from: "packages/providers/a.ts", to: "packages/database/client.ts", rule: "packages/providers-arrows" },
  { from: "packages/telemetry/a.ts", to: "packages/jobs/host.ts", rule: "packages/telemetry-arrows" },
  { from: "packages/database/a.ts", to: "packages/domains/verb.ts", rule: "packages/database-arrows" },
  { from: "packages/jobs/a.ts", to: "packages/domains/register.ts", rule: "packages/jobs-arrows" },
  { from: "packages/embedded/a.ts", to: "packages/domains/verb.ts", rule: "packages/embedded-arrows" },
  { from: "packages/domains/a.ts", to: "packages/ui/button.ts", rule: "packages/domains-arrows" },
  { from: "packages/domains/b.ts", to: "packages/testing/clock.ts", rule: "product-without-test-code" },
  { from: "packages/domains/drift/a.ts", to: "packages/domains/alerts/store.ts", rule: "noun-front-door" },
  {
    from: "packages/domains/alerts/a.ts",
    to: "packages/domains/incidents/store.ts",
    rule: "noun-front-door",
  },
  {
    from: "packages/domains/drift/b.ts",
    to: "packages/domains/alerts/index.ts",
    rule: "noun-layer-judgements",
  },
  {
    from: "packages/domains/metrics/a.ts",
    to: "packages/domains/monitors/index.ts",
    rule: "noun-layer-signals",
  },
  {
    from: "packages/domains/models/a.ts",
    to: "packages/domains/metrics/index.ts",
    rule: "noun-layer-things",
  },
  { from: "packages/domains/members/a.ts", to: "packages/domains/services/index.ts", rule: "noun-layer-who" },
  {
    from: "packages/domains/outbox/a.ts",
    to: "packages/domains/members/index.ts",
    rule: "noun-layer-delivery",
  },
  { from: "packages/domains/drift/c.ts", to: "packages/domains/register.ts", rule: "noun-not-register" },
  { from: "apps/gateway/src/a.ts", to: "packages/database/client.ts", rule: "apps/gateway-arrows" },
  { from: "apps/gateway/src/b.ts", to: "packages/jobs/host.ts", rule: "apps/gateway-arrows" },
  { from: "apps/gateway/src/c.ts", to: "packages/ui/button.ts", rule: "apps/gateway-arrows" },
  { from: "apps/gateway/src/d.ts", to: "packages/domains/incidents/create.ts", rule: "gateway-hot-path" },
  { from: "apps/worker/a.ts", to: "packages/ui/button.ts", rule: "apps/worker-arrows" },
  { from: "apps/web/a.ts", to: "packages/embedded/stores.ts", rule: "apps/web-arrows" },
  { from: "apps/cli/a.ts", to: "packages/ui/button.ts", rule: "apps/cli-arrows" },
  { from: "apps/cli/b.ts", to: "apps/worker/main.ts", rule: "apps-apart" },
  { from: "packages/domains/c.ts", to: "bullmq", rule: "only-jobs-imports-bullmq" },
  {
    from: "packages/domains/d.ts",
    to: "@clickhouse/client",
    rule: "only-telemetry-imports-@clickhouse/client",
  },
  { from: "packages/domains/e.ts", to: "undici", rule: "only-providers-egress-imports-undici" },
  { from: "packages/domains/f.ts", to: "pg", rule: "only-database-imports-pg" },
  { from: "packages/domains/g.ts", to: "./missing.ts", rule: "resolvable" },
];

/** Imports that must stay possible. */
const allowed: readonly { from: string; to: string }[] = [
  { from: "packages/domains/alerts/ok.ts", to: "packages/domains/monitors/schemas.ts" },
  { from: "packages/domains/alerts/ok2.ts", to: "packages/domains/drift/index.ts" },
  { from: "packages/domains/drift/ok.test.ts", to: "packages/testing/clock.ts" },
  { from: "packages/jobs/ok.ts", to: "bullmq" },
  { from: "packages/telemetry/ok.ts", to: "@clickhouse/client" },
  { from: "packages/providers/egress/ok.ts", to: "undici" },
  { from: "apps/gateway/src/ok.ts", to: "packages/domains/incidents/rules.ts" },
  { from: "apps/web/ok.ts", to: "packages/ui/button.ts" },
];

type Violation = { from: string; rule: { name: string } };

let folder: string;
let violations: Violation[];

function plant(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function importLine(from: string, to: string): string {
  const climb = "../".repeat(from.split("/").length - 1);
  return `import ${JSON.stringify(/^(packages|apps)\//.test(to) ? climb + to : to)};\n`;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "triops-arrows-"));
  for (const { from, to } of [...planted, ...allowed]) {
    plant(from, importLine(from, to));
    if (/^(packages|apps)\//.test(to)) plant(to, "export {};\n");
    else if (!/^(node:|\.)/.test(to)) {
      plant(
        `node_modules/${to}/package.json`,
        JSON.stringify({ name: to, version: "1.0.0", main: "index.js" }),
      );
      plant(`node_modules/${to}/index.js`, "");
    }
  }
  plant("packages/domains/round.ts", `import "./about.ts";\n`);
  plant("packages/domains/about.ts", `import "./round.ts";\n`);
  plant("package.json", "{}");
  const config = join(root, "packages/config/arrows/dependency-cruiser.mjs");
  const args = ["--config", config, "--output-type", "json", "packages", "apps"];
  const { output } = await runProgram("depcruise", args, root, folder);
  violations = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function rulesNaming(from: string): string[] {
  return violations.filter((violation) => violation.from === from).map(({ rule }) => rule.name);
}

describe("arrows", () => {
  it.each(planted)("refuses $from importing $to", ({ from, rule }) => {
    expect(rulesNaming(from)).toContain(rule);
  });

  it.each(allowed)("allows $from importing $to", ({ from }) => {
    expect(rulesNaming(from).filter((name) => name !== "declared")).toEqual([]);
  });

  it("refuses an import cycle", () => {
    const around = ["packages/domains/round.ts", "packages/domains/about.ts"].flatMap(rulesNaming);
    expect(around).toContain("no-cycle");
  });

  it("has only errors, no warnings", () => {
    expect(new Set(arrowRules().map(({ severity }) => severity))).toEqual(new Set(["error"]));
  });
});
