export const providerSnippet = (webUrl: string): string =>
  [
    `curl ${webUrl}/api/v1/providers \\`,
    '  -H "authorization: Bearer $TRIOPS_API_KEY" -H "content-type: application/json" \\',
    `  -d '{"name": "OpenAI", "kind": "openai", "credential": "'$OPENAI_API_KEY'"}'`,
  ].join("\n");
