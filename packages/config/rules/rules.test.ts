import { describe, expect, it } from "vitest";
import { sourceRules } from "./register.ts";
import { checkSource } from "./run.ts";

type Planted = { rule: string; path: string; code: string };

const refused: readonly Planted[] = [
  { rule: "outgoing-requests", path: "packages/domains/alerts/send.ts", code: `await fetch("https://x");` },
  { rule: "outgoing-requests", path: "packages/providers/llm/openai.ts", code: `globalThis.fetch(u);` },
  {
    rule: "outgoing-requests",
    path: "apps/gateway/src/llm/proxy.ts",
    code: `import https from "node:https"; https.request(u);`,
  },
  {
    rule: "outgoing-requests",
    path: "packages/domains/alerts/send.ts",
    code: `import { request } from "node:http";`,
  },
  { rule: "outgoing-requests", path: "apps/web/app/api/health/route.ts", code: `fetch(u);` },
  { rule: "regular-expressions", path: "packages/domains/logs/search.ts", code: `new RegExp(pattern);` },
  { rule: "regular-expressions", path: "packages/domains/logs/search.ts", code: "RegExp(`^$" + "{name}$`);" },
  { rule: "raw-sql", path: "packages/domains/alerts/store.ts", code: `db.$queryRawUnsafe(sql);` },
  { rule: "raw-sql", path: "packages/domains/alerts/store.ts", code: `db.$executeRawUnsafe(sql);` },
  {
    rule: "inner-html",
    path: "apps/web/features/logs/line.tsx",
    code: `const x = <p dangerouslySetInnerHTML={{ __html: y }} />;`,
  },
  { rule: "shell-commands", path: "apps/cli/up.ts", code: `import { exec } from "node:child_process";` },
  { rule: "shell-commands", path: "apps/cli/up.ts", code: `spawn("ls", [], { shell: true });` },
  { rule: "environment", path: "packages/domains/alerts/send.ts", code: `const x = process.env.SECRET;` },
  { rule: "request-json", path: "apps/gateway/src/ingest/otlp.ts", code: `JSON.parse(body);` },
  { rule: "request-json", path: "apps/web/app/api/v1/route.ts", code: `JSON.parse(body);` },
  { rule: "brotli", path: "apps/gateway/src/body.ts", code: `import { brotliDecompress } from "node:zlib";` },
  { rule: "brotli", path: "packages/providers/x.ts", code: `const a = "gzip, deflate, br";` },
  { rule: "own-package", path: "packages/domains/verb.ts", code: `import "../kernel/errors.ts";` },
  {
    rule: "client-boundary",
    path: "apps/web/features/incidents/list.tsx",
    code: `"use client";\nimport { create } from "@triops/domains/incidents/create";`,
  },
  {
    rule: "client-boundary",
    path: "apps/web/features/incidents/list.tsx",
    code: `"use client";\nimport { db } from "@triops/database/client";`,
  },
];

const accepted: readonly Planted[] = [
  { rule: "outgoing-requests", path: "packages/providers/egress/request.ts", code: `fetch(u);` },
  { rule: "outgoing-requests", path: "apps/web/features/incidents/list.tsx", code: `fetch(u);` },
  { rule: "outgoing-requests", path: "packages/domains/x.test.ts", code: `fetch(u);` },
  { rule: "regular-expressions", path: "packages/domains/logs/search.ts", code: `new RegExp("^a$", "u");` },
  { rule: "raw-sql", path: "packages/database/migrate.ts", code: `db.$executeRawUnsafe(sql);` },
  { rule: "shell-commands", path: "apps/cli/up.ts", code: `import { execFile } from "node:child_process";` },
  { rule: "environment", path: "apps/gateway/src/env.ts", code: `process.env.PORT;` },
  { rule: "environment", path: "apps/gateway/src/main.ts", code: `readGatewayEnv(process.env);` },
  { rule: "request-json", path: "apps/gateway/src/snapshot/keys.ts", code: `JSON.parse(stored);` },
  { rule: "request-json", path: "packages/domains/x.ts", code: `JSON.parse(stored);` },
  { rule: "brotli", path: "packages/providers/x.ts", code: `const a = "gzip, identity";` },
  { rule: "own-package", path: "packages/domains/alerts/a.ts", code: `import "../verb.ts";` },
  {
    rule: "client-boundary",
    path: "apps/web/features/incidents/list.tsx",
    code: `"use client";\nimport { state } from "@triops/domains/incidents/schemas";`,
  },
  {
    rule: "client-boundary",
    path: "apps/web/features/incidents/list.tsx",
    code: `"use client";\nimport type { Incident } from "@triops/domains/incidents/create";`,
  },
];

function rulesNaming({ path, code }: Planted): string[] {
  return checkSource(path, code, sourceRules).map(({ rule }) => rule);
}

describe("own rules", () => {
  it.each(refused)("$rule refuses $code in $path", (planted) => {
    expect(rulesNaming(planted)).toContain(planted.rule);
  });

  it.each(accepted)("$rule accepts $code in $path", (planted) => {
    expect(rulesNaming(planted)).not.toContain(planted.rule);
  });

  it("names the line of a fault", () => {
    const [fault] = checkSource("packages/domains/a.ts", "\n\nfetch(u);\n", sourceRules);
    expect(fault?.line).toBe(3);
  });

  it("excuses a line with a reason, and only with a reason", () => {
    const excused = "// allow(outgoing-requests): loopback health check of our own child\nawait fetch(u);";
    const unexplained = "// allow(outgoing-requests):\nawait fetch(u);";
    expect(checkSource("apps/worker/a.ts", excused, sourceRules)).toEqual([]);
    expect(checkSource("apps/worker/a.ts", unexplained, sourceRules)).toHaveLength(1);
  });

  it("reports a file that does not parse", () => {
    expect(checkSource("packages/domains/a.ts", "const = ;", sourceRules)[0]?.rule).toBe("syntax");
  });
});
