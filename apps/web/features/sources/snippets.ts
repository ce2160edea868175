/** Copyable set-ups with the reader's own address; `<key>` is where an API key with the scope `ingest` goes. */
export const otlpSnippet = (gatewayUrl: string) => ({
  label: "Any OpenTelemetry SDK, by environment",
  code: [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${gatewayUrl}`,
    'export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer <key>"',
    "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
  ].join("\n"),
});

/** Reported once per deploy, from any script. */
export const changesSnippet = (gatewayUrl: string) =>
  [
    `curl -X POST ${gatewayUrl}/webhooks/changes \\`,
    '  -H "Authorization: Bearer <key>" -H "Content-Type: application/json" \\',
    `  -d '{"kind": "deploy", "service": "checkout", "title": "checkout 1.4.2", "before": "1.4.1", "after": "1.4.2"}'`,
  ].join("\n");
