import type { HealthPage } from "./reads.ts";

/** The sentence under the title. */
export function answerFor(counts: HealthPage["counts"], jobs: number): string {
  if (jobs === 0) return "Triops can fetch metrics itself, as a Prometheus does.";
  const { up, down, unknown } = counts;
  const total = up + down + unknown;
  if (total === 0) return "No target has been found yet.";
  const parts = [`${up} of ${total} ${total === 1 ? "target" : "targets"} up`];
  if (down > 0) parts.push(`${down} down`);
  if (unknown > 0) parts.push(`${unknown} not asked yet`);
  return `${parts.join(", ")}.`;
}

/** The YAML of a new job out of what the short form asks. */
export function yamlOf(draft: {
  name: string;
  addresses: string;
  scheme: string;
  path: string;
  intervalSeconds: string;
  auth: string;
  username: string;
  secret: string;
  skipVerify: boolean;
}): string {
  const quoted = (text: string) => JSON.stringify(text);
  const targets = draft.addresses.split(/[\s,]+/).filter(Boolean);
  const lines = [
    `job_name: ${quoted(draft.name)}`,
    `scrape_interval: ${Number(draft.intervalSeconds) || 30}s`,
    `scheme: ${draft.scheme}`,
    `metrics_path: ${quoted(draft.path || "/metrics")}`,
    "static_configs:",
    `  - targets: [${targets.map(quoted).join(", ")}]`,
  ];
  if (draft.auth === "basic")
    lines.push("basic_auth:", `  username: ${quoted(draft.username)}`, `  password: ${quoted(draft.secret)}`);
  if (draft.auth === "bearer") lines.push("authorization:", `  credentials: ${quoted(draft.secret)}`);
  if (draft.skipVerify) lines.push("tls_config:", "  insecure_skip_verify: true");
  return `${lines.join("\n")}\n`;
}
