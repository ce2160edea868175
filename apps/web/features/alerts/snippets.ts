/** Copyable set-up with the reader's own address; `<key>` is an API key with the scope `ingest`. */
export function prometheusAlertsSnippet(gatewayUrl: string): string {
  const { protocol, host } = new URL(gatewayUrl);
  return [
    "alerting:",
    "  alertmanagers:",
    `    - scheme: ${protocol.replace(":", "")}`,
    "      authorization: { credentials: <key> }",
    "      static_configs:",
    `        - targets: ["${host}"]`,
  ].join("\n");
}
