import type { Sender } from "@triops/domains/sources/schemas";
import { changesSnippet } from "./snippets.ts";

export type SetUp = {
  id: string;
  label: string;
  /** What arrives by it. */
  gives: string;
  /** To paste, in order. `key` is a key or the word that stands for one. */
  /** `secret`: what signs, where a tool signs. */
  steps(gatewayUrl: string, key: string, secret: string): { label: string; code: string }[];
  note?: string;
  /** Whether this request came by such a set-up. */
  isFrom(sender: Pick<Sender, "endpoint" | "agent">): boolean;
};

const isOtlp = (endpoint: string): boolean => endpoint.startsWith("/v1/");
const isOtelSdk =
  (language: RegExp) =>
  ({ endpoint, agent }: Pick<Sender, "endpoint" | "agent">) =>
    isOtlp(endpoint) && /otel|opentelemetry/i.test(agent) && language.test(agent);

/** The key travels in a header of our own: `Authorization` would need its blank to be escaped, not alike in all SDKs. */
const otelEnv = (gatewayUrl: string, key: string, more: readonly string[] = []): string =>
  [
    "export OTEL_SERVICE_NAME=my-service",
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${gatewayUrl}`,
    `export OTEL_EXPORTER_OTLP_HEADERS="x-triops-key=${key}"`,
    "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
    "export OTEL_METRICS_EXPORTER=otlp OTEL_TRACES_EXPORTER=otlp OTEL_LOGS_EXPORTER=otlp",
    ...more,
  ].join("\n");

const lines = (...text: string[]): string => text.join("\n");

function hostOf(gatewayUrl: string) {
  const { hostname, port, protocol } = new URL(gatewayUrl);
  const secure = protocol === "https:";
  return { hostname, port: port || (secure ? "443" : "80"), scheme: secure ? "https" : "http", secure };
}

const withKeyInside = (gatewayUrl: string, key: string): string =>
  gatewayUrl.replace("://", `://triops:${key}@`);

/** Copyable set-ups with the reader's own address. */
export const setUps: readonly SetUp[] = [
  {
    id: "javascript",
    label: "JavaScript",
    gives: "Metrics, traces and logs of a Node.js program, without changing it.",
    steps: (url, key) => [
      {
        label: "Install the instrumentation",
        code: "npm install @opentelemetry/api @opentelemetry/auto-instrumentations-node",
      },
      {
        label: "Start the program with it",
        code: lines(
          otelEnv(url, key),
          "node --require @opentelemetry/auto-instrumentations-node/register app.js",
        ),
      },
    ],
    isFrom: isOtelSdk(/javascript|-js|node/i),
  },
  {
    id: "python",
    label: "Python",
    gives: "Metrics, traces and logs of a Python program, without changing it.",
    steps: (url, key) => [
      {
        label: "Install the instrumentation",
        code: lines(
          "pip install opentelemetry-distro opentelemetry-exporter-otlp-proto-http",
          "opentelemetry-bootstrap -a install",
        ),
      },
      {
        label: "Start the program with it",
        code: lines(
          otelEnv(url, key, ["export OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED=true"]),
          "opentelemetry-instrument python app.py",
        ),
      },
    ],
    isFrom: isOtelSdk(/python/i),
  },
  {
    id: "java",
    label: "Java",
    gives: "Metrics, traces and logs of a JVM, by the OpenTelemetry agent.",
    steps: (url, key) => [
      {
        label: "Start the program with the agent",
        code: lines(otelEnv(url, key), "java -javaagent:opentelemetry-javaagent.jar -jar app.jar"),
      },
    ],
    isFrom: isOtelSdk(/java(?!script)/i),
  },
  {
    id: "go",
    label: "Go",
    gives: "Traces and metrics of a Go program; it reads the settings from its environment.",
    steps: (url, key) => [
      {
        label: "Create the exporters",
        code: lines(
          "// go get go.opentelemetry.io/contrib/exporters/autoexport",
          "spans, err := autoexport.NewSpanExporter(ctx)",
          "tracerProvider := trace.NewTracerProvider(trace.WithBatcher(spans))",
          "reader, err := autoexport.NewMetricReader(ctx)",
          "meterProvider := metric.NewMeterProvider(metric.WithReader(reader))",
        ),
      },
      { label: "Start the program", code: lines(otelEnv(url, key), "./my-service") },
    ],
    isFrom: isOtelSdk(/go\b/i),
  },
  {
    id: "collector",
    label: "OTel Collector",
    gives: "Whatever the collector receives.",
    steps: (url, key) => [
      {
        label: "Collector settings",
        code: lines(
          "exporters:",
          "  otlphttp/triops:",
          `    endpoint: ${url}`,
          "    headers:",
          `      authorization: "Bearer ${key}"`,
          "service:",
          "  pipelines:",
          "    metrics: { receivers: [otlp], exporters: [otlphttp/triops] }",
          "    traces: { receivers: [otlp], exporters: [otlphttp/triops] }",
          "    logs: { receivers: [otlp], exporters: [otlphttp/triops] }",
        ),
      },
    ],
    isFrom: ({ endpoint, agent }) => isOtlp(endpoint) && /collector|otelcol|alloy/i.test(agent),
  },
  {
    id: "prometheus",
    label: "Prometheus",
    gives: "All its series by remote_write, and its alerts: Triops is an Alertmanager to it.",
    steps: (url, key) => {
      const { hostname, port, scheme } = hostOf(url);
      return [
        {
          label: "prometheus.yml",
          code: lines(
            "remote_write:",
            `  - url: ${url}/api/v1/write`,
            "    authorization:",
            `      credentials: ${key}`,
            "alerting:",
            "  alertmanagers:",
            `    - scheme: ${scheme}`,
            "      authorization:",
            `        credentials: ${key}`,
            "      static_configs:",
            `        - targets: ["${hostname}:${port}"]`,
          ),
        },
      ];
    },
    isFrom: ({ endpoint, agent }) =>
      endpoint === "/api/v1/write" || (endpoint === "/api/v2/alerts" && /prometheus/i.test(agent)),
  },
  {
    id: "alertmanager",
    label: "Alertmanager",
    gives: "Alerts that an Alertmanager notifies about, resolved ones too.",
    steps: (url, key) => [
      {
        label: "alertmanager.yml",
        code: lines(
          "route:",
          "  receiver: triops",
          "receivers:",
          "  - name: triops",
          "    webhook_configs:",
          `      - url: ${url}/webhooks/alertmanager`,
          "        send_resolved: true",
          "        http_config:",
          "          authorization:",
          `            credentials: ${key}`,
        ),
      },
    ],
    isFrom: ({ endpoint }) => endpoint === "/webhooks/alertmanager",
  },
  {
    id: "node-exporter",
    label: "node_exporter",
    gives: "CPU, memory, disks and network of a host. Triops fetches from it: no key is needed.",
    steps: () => [
      { label: "On the host", code: "apt-get install prometheus-node-exporter" },
      {
        label: "Scrape job, to be imported under Scrape targets",
        code: lines(
          "scrape_configs:",
          "  - job_name: node",
          "    scrape_interval: 30s",
          "    static_configs:",
          '      - targets: ["my-host:9100"]',
        ),
      },
    ],
    note: "Hosts with private addresses have to be allowed by the operator first; the form says how.",
    isFrom: ({ endpoint }) => endpoint === "scrape",
  },
  {
    id: "fluent-bit",
    label: "Fluent Bit",
    gives: "Logs, metrics and traces that Fluent Bit gathers.",
    steps: (url, key) => {
      const { hostname, port, secure } = hostOf(url);
      return [
        {
          label: "fluent-bit.conf",
          code: lines(
            "[OUTPUT]",
            "    Name        opentelemetry",
            "    Match       *",
            `    Host        ${hostname}`,
            `    Port        ${port}`,
            `    Tls         ${secure ? "On" : "Off"}`,
            "    Logs_uri    /v1/logs",
            "    Metrics_uri /v1/metrics",
            "    Traces_uri  /v1/traces",
            `    Header      Authorization Bearer ${key}`,
          ),
        },
      ];
    },
    isFrom: ({ agent }) => /fluent/i.test(agent),
  },
  {
    id: "vector",
    label: "Vector",
    gives: "Logs as OTLP, metrics by remote_write.",
    steps: (url, key) => [
      {
        label: "vector.yaml: logs",
        code: lines(
          "transforms:",
          "  as_otlp:",
          "    type: remap",
          "    inputs: [my_logs]",
          "    source: |",
          '      nanos = to_string(to_unix_timestamp!(.timestamp, unit: "nanoseconds"))',
          "      . = {",
          '        "resourceLogs": [{',
          '          "resource": { "attributes": [',
          '            { "key": "service.name", "value": { "stringValue": "my-service" } }',
          "          ] },",
          '          "scopeLogs": [{ "logRecords": [',
          '            { "timeUnixNano": nanos, "body": { "stringValue": string!(.message) } }',
          "          ] }]",
          "        }]",
          "      }",
          "sinks:",
          "  triops_logs:",
          "    type: http",
          "    inputs: [as_otlp]",
          `    uri: ${url}/v1/logs`,
          "    method: post",
          "    encoding: { codec: json }",
          "    framing: { method: newline_delimited }",
          "    batch: { max_events: 1 }",
          "    request: { headers: { content-type: application/json } }",
          `    auth: { strategy: bearer, token: "${key}" }`,
        ),
      },
      {
        label: "vector.yaml: metrics",
        code: lines(
          "sinks:",
          "  triops_metrics:",
          "    type: prometheus_remote_write",
          "    inputs: [my_metrics]",
          `    endpoint: ${url}/api/v1/write`,
          `    auth: { strategy: bearer, token: "${key}" }`,
        ),
      },
    ],
    isFrom: ({ agent }) => /^vector/i.test(agent),
  },
  {
    id: "github",
    label: "GitHub",
    gives: "Deployments, releases, pushes to the default branch and successful workflows, as changes.",
    steps: (url, key, secret) => [
      { label: "Webhook: payload URL", code: `${withKeyInside(url, key)}/webhooks/changes` },
      { label: "Webhook: secret, so that the signature is checked", code: secret },
    ],
    note: "Content type application/json. Choose the events deployments, deployment statuses, pushes, releases and workflow runs. The service is named after the repository; add ?service=name to say another. A key without a secret of its own takes the key itself as the secret.",
    isFrom: ({ endpoint, agent }) => endpoint === "/webhooks/changes" && /github/i.test(agent),
  },
  {
    id: "changes",
    label: "Any script",
    gives: "A change, such as a deploy, that every chart then marks.",
    steps: (url, key) => [{ label: "Report a change", code: changesSnippet(url).replace("<key>", key) }],
    isFrom: ({ endpoint, agent }) => endpoint === "/webhooks/changes" && !/github/i.test(agent),
  },
];
