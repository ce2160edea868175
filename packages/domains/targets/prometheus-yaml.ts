import { invalid } from "@triops/kernel/errors";
import { parse, stringify } from "yaml";
import type { z } from "zod";
import { type JobConfig, jobConfig, type RelabelRule } from "./schemas.ts";

export type YamlJob = {
  name: string;
  config: JobConfig;
  /** undefined: not said, or shown as `<secret>`; keep what there is. */
  secret: string | undefined;
};

type Raw = Record<string, unknown>;
const isRecord = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hidden = "<secret>";

/** Settings that are understood; any other is named in the notes. */
const known = new Set([
  "job_name",
  "scheme",
  "metrics_path",
  "params",
  "scrape_interval",
  "scrape_timeout",
  "honor_labels",
  "honor_timestamps",
  "sample_limit",
  "label_limit",
  "static_configs",
  "file_sd_configs",
  "relabel_configs",
  "metric_relabel_configs",
  "basic_auth",
  "authorization",
  "bearer_token",
  "tls_config",
]);

/**
 * Scrape jobs out of a `prometheus.yml`, its `scrape_configs`, or one of them.
 * @throws invalid naming what is wrong and where
 */
export function jobsFromYaml(text: string): { jobs: YamlJob[]; notes: string[] } {
  let document: unknown;
  try {
    document = parse(text, { maxAliasCount: 50 });
  } catch (error) {
    throw invalid(`Not YAML: ${error instanceof Error ? error.message.split("\n", 1)[0] : "unreadable"}`);
  }
  const global = isRecord(document) && isRecord(document.global) ? document.global : {};
  const found = Array.isArray(document)
    ? document
    : isRecord(document) && Array.isArray(document.scrape_configs)
      ? document.scrape_configs
      : isRecord(document) && "job_name" in document
        ? [document]
        : null;
  if (!found || found.length === 0) throw invalid("Paste scrape_configs, or one entry with a job_name");
  if (found.length > 100) throw invalid("At most 100 scrape jobs at once");
  const notes: string[] = [];
  const jobs = found.map((one, index) => readJob(one, index, global, notes));
  return { jobs, notes };
}

function readJob(raw: unknown, index: number, global: Raw, notes: string[]): YamlJob {
  if (!isRecord(raw) || typeof raw.job_name !== "string" || raw.job_name.trim() === "")
    throw invalid(`Entry ${index + 1} has no job_name`);
  const name = raw.job_name.trim().slice(0, 100);
  const note = (said: string) => notes.push(`${name}: ${said}`);
  for (const key of Object.keys(raw)) {
    if (!known.has(key)) note(`${key} is not supported and was left out`);
  }
  const { auth, secret } = readAuth(raw, note);
  const interval = seconds(raw.scrape_interval ?? global.scrape_interval) ?? 60;
  if (interval < 5) note("an interval of at least 5 s was taken");
  const intervalSeconds = Math.max(5, interval);
  const timeout = seconds(raw.scrape_timeout ?? global.scrape_timeout) ?? 10;
  if (timeout > 10) note("a timeout of 10 s was taken, the longest there is");
  const config = {
    ...(raw.scheme === undefined ? {} : { scheme: raw.scheme }),
    ...(raw.metrics_path === undefined ? {} : { metricsPath: raw.metrics_path }),
    params: readParams(raw.params, note),
    intervalSeconds,
    timeoutSeconds: Math.min(timeout, 10, intervalSeconds),
    ...(raw.honor_labels === undefined ? {} : { honorLabels: raw.honor_labels }),
    ...(raw.honor_timestamps === undefined ? {} : { honorTimestamps: raw.honor_timestamps }),
    // 0 is "no limit" there; here there always is one.
    ...(raw.sample_limit ? { sampleLimit: raw.sample_limit } : {}),
    ...(raw.label_limit ? { labelLimit: raw.label_limit } : {}),
    staticConfigs: list(raw.static_configs).map((group) => ({
      targets: list(isRecord(group) ? group.targets : []).map(String),
      labels: texts(isRecord(group) ? group.labels : {}),
    })),
    fileSd: list(raw.file_sd_configs).flatMap((one) => list(isRecord(one) ? one.files : []).map(String)),
    relabelConfigs: list(raw.relabel_configs).map(readRule),
    metricRelabelConfigs: list(raw.metric_relabel_configs).map(readRule),
    auth,
    tls: readTls(raw.tls_config, note),
  };
  const parsed = jobConfig.safeParse(config);
  if (parsed.success) return { name, config: parsed.data, secret };
  throw invalid(`${name} has settings that cannot be used`, faultsOf(parsed.error));
}

function faultsOf(error: z.ZodError) {
  return error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join("."), message }));
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): Record<string, string> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)])) : {};

function readRule(raw: unknown): Partial<Record<keyof RelabelRule, unknown>> {
  if (!isRecord(raw)) return { action: "not a rule" };
  const { action, source_labels, separator, regex, target_label, replacement, modulus } = raw;
  return {
    ...(action === undefined ? {} : { action: String(action).toLowerCase() }),
    ...(source_labels === undefined ? {} : { sourceLabels: source_labels }),
    ...(separator === undefined ? {} : { separator }),
    ...(regex === undefined ? {} : { regex: String(regex) }),
    ...(target_label === undefined ? {} : { targetLabel: target_label }),
    ...(replacement === undefined ? {} : { replacement: replacement === null ? "" : String(replacement) }),
    ...(modulus === undefined ? {} : { modulus }),
  };
}

function readAuth(raw: Raw, note: (said: string) => void) {
  const secretOf = (value: unknown): string | undefined =>
    typeof value === "string" && value !== hidden ? value : undefined;
  const { basic_auth: basic, authorization, bearer_token: bearer } = raw;
  if (isRecord(basic)) {
    if ("password_file" in basic || "username_file" in basic)
      note("files with credentials are not read: set them here");
    return {
      auth: { kind: "basic", username: String(basic.username ?? "") },
      secret: secretOf(basic.password),
    };
  }
  if (isRecord(authorization)) {
    if ("credentials_file" in authorization) note("credentials_file is not read: set credentials here");
    const type = String(authorization.type ?? "Bearer");
    if (type.toLowerCase() !== "bearer") throw invalid(`authorization of type ${type} is not supported`);
    return { auth: { kind: "bearer" }, secret: secretOf(authorization.credentials) };
  }
  if (bearer !== undefined) return { auth: { kind: "bearer" }, secret: secretOf(bearer) };
  if (isRecord(raw.tls_config) && typeof raw.tls_config.cert === "string")
    return {
      auth: { kind: "certificate", cert: raw.tls_config.cert },
      secret: secretOf(raw.tls_config.key),
    };
  return { auth: { kind: "none" }, secret: undefined };
}

const pasteInstead: Readonly<Record<string, string>> = {
  ca_file: "paste the authority as ca",
  cert_file: "paste the certificate as cert",
  key_file: "paste the key as key",
};

function readTls(raw: unknown, note: (said: string) => void) {
  if (!isRecord(raw)) return { insecureSkipVerify: false };
  for (const key of ["ca_file", "cert_file", "key_file", "min_version", "max_version"])
    if (key in raw) note(`tls_config.${key} is not supported: ${pasteInstead[key] ?? "left out"}`);
  return {
    ...(typeof raw.ca === "string" ? { ca: raw.ca } : {}),
    ...(typeof raw.server_name === "string" ? { serverName: raw.server_name } : {}),
    insecureSkipVerify: raw.insecure_skip_verify === true,
  };
}

function readParams(raw: unknown, note: (said: string) => void): Record<string, string> {
  if (!isRecord(raw)) return {};
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      const values = list(value);
      if (values.length > 1) note(`of params.${name} only the first value is sent`);
      return [name, String(Array.isArray(value) ? (values[0] ?? "") : value)];
    }),
  );
}

const unitSeconds: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 };

/** `30s`, `1m30s`; rounded up to whole seconds. @throws invalid */
function seconds(raw: unknown): number | null {
  if (raw === undefined || raw === null) return null;
  const text = String(raw);
  const parts = [...text.matchAll(/(\d+)(ms|s|m|h|d)/g)];
  if (parts.map(([whole]) => whole).join("") !== text || parts.length === 0)
    throw invalid(`${text} is no duration`);
  return Math.ceil(
    parts.reduce((sum, [, digits, unit]) => sum + Number(digits) * (unitSeconds[unit ?? "s"] ?? 1), 0),
  );
}

/** A job as Prometheus would write it; what has its usual value is left out. */
export function toYaml(job: { name: string; config: JobConfig; hasSecret: boolean }): string {
  const { config, hasSecret } = job;
  const usual = jobConfig.parse({});
  const when = (differs: boolean, entry: Raw): Raw => (differs ? entry : {});
  const secret = hasSecret ? hidden : "";
  return stringify(
    {
      job_name: job.name,
      ...when(config.scheme !== usual.scheme, { scheme: config.scheme }),
      ...when(config.metricsPath !== usual.metricsPath, { metrics_path: config.metricsPath }),
      ...when(Object.keys(config.params).length > 0, {
        params: Object.fromEntries(Object.entries(config.params).map(([name, value]) => [name, [value]])),
      }),
      scrape_interval: `${config.intervalSeconds}s`,
      scrape_timeout: `${config.timeoutSeconds}s`,
      ...when(config.honorLabels, { honor_labels: true }),
      ...when(!config.honorTimestamps, { honor_timestamps: false }),
      ...when(config.sampleLimit !== usual.sampleLimit, { sample_limit: config.sampleLimit }),
      ...when(config.labelLimit !== usual.labelLimit, { label_limit: config.labelLimit }),
      ...(config.auth.kind === "basic"
        ? { basic_auth: { username: config.auth.username, password: secret } }
        : {}),
      ...(config.auth.kind === "bearer" ? { authorization: { credentials: secret } } : {}),
      ...when(hasTls(config), {
        tls_config: {
          ...(config.auth.kind === "certificate" ? { cert: config.auth.cert, key: secret } : {}),
          ...(config.tls.ca ? { ca: config.tls.ca } : {}),
          ...(config.tls.serverName ? { server_name: config.tls.serverName } : {}),
          ...(config.tls.insecureSkipVerify ? { insecure_skip_verify: true } : {}),
        },
      }),
      ...when(config.staticConfigs.length > 0, {
        static_configs: config.staticConfigs.map(({ targets, labels }) => ({
          targets,
          ...when(Object.keys(labels).length > 0, { labels }),
        })),
      }),
      ...when(config.fileSd.length > 0, { file_sd_configs: [{ files: config.fileSd }] }),
      ...when(config.relabelConfigs.length > 0, { relabel_configs: config.relabelConfigs.map(writeRule) }),
      ...when(config.metricRelabelConfigs.length > 0, {
        metric_relabel_configs: config.metricRelabelConfigs.map(writeRule),
      }),
    },
    { lineWidth: 0 },
  );
}

function writeRule(rule: RelabelRule): Raw {
  return {
    ...(rule.sourceLabels.length > 0 ? { source_labels: rule.sourceLabels } : {}),
    ...(rule.separator === ";" ? {} : { separator: rule.separator }),
    ...(rule.regex === "(.*)" ? {} : { regex: rule.regex }),
    ...(rule.targetLabel ? { target_label: rule.targetLabel } : {}),
    ...(rule.replacement === "$1" ? {} : { replacement: rule.replacement }),
    ...(rule.modulus > 0 ? { modulus: rule.modulus } : {}),
    action: rule.action,
  };
}

const hasTls = ({ tls, auth }: JobConfig): boolean =>
  Boolean(tls.ca || tls.serverName || tls.insecureSkipVerify || auth.kind === "certificate");
