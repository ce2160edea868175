/** This installation's own origins. On loopback a browser may use either name of the machine. */
export function ownOrigins(webUrl: string): string[] {
  const url = new URL(webUrl);
  const twin = { "127.0.0.1": "localhost", localhost: "127.0.0.1" }[url.hostname];
  if (!twin) return [url.origin];
  const other = new URL(webUrl);
  other.hostname = twin;
  return [url.origin, other.origin];
}
