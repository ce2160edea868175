/** Copyable set-ups with the reader's own address; `<key>` is where an API key with the scope `ingest` goes. */
export const otlpSnippet = (gatewayUrl: string) => ({
  label: "Any OpenTelemetry SDK, by environment",
  code: [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${gatewayUrl}`,
    'export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer <key>"',
    "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
  ].join("\n"),
});
