/** What a shell takes as one word, whatever is in it. */
const word = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The query as a call to paste into a shell; the key is the reader's to fill in. */
export function curlOfQuery(
  webUrl: string,
  query: string,
  { fromMs, toMs, stepSeconds }: { fromMs: number; toMs: number; stepSeconds: number },
): string {
  const parameters = [
    ["query", query],
    ["start", new Date(fromMs).toISOString()],
    ["end", new Date(toMs).toISOString()],
    ["step", String(stepSeconds)],
  ] as const;
  return [
    'curl -H "authorization: Bearer $TRIOPS_KEY"',
    ...parameters.map(([name, value]) => `--data-urlencode ${word(`${name}=${value}`)}`),
    word(`${webUrl}/api/prom/api/v1/query_range`),
  ].join(" \\\n  ");
}
