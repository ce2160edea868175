export const deploySnippet = (webUrl: string): string =>
  [
    `curl ${webUrl}/api/v1/deployments \\`,
    '  -H "authorization: Bearer $TRIOPS_API_KEY" -H "content-type: application/json" \\',
    `  -d '{"name": "prices", "variants": [{"role": "champion", "weight": 100, "model": "house-prices", "alias": "champion"}]}'`,
  ].join("\n");

/** How a program asks a deployment, in MLflow's words. */
export const askSnippet = (gatewayUrl: string, name: string, body: unknown): string =>
  [
    `curl ${gatewayUrl}/deployments/${name}/invocations \\`,
    '  -H "authorization: Bearer $TRIOPS_INFERENCE_KEY" -H "content-type: application/json" \\',
    `  -d '${JSON.stringify(body)}'`,
  ].join("\n");
