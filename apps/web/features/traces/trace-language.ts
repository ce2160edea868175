import type { SearchLanguage } from "../logs/query-completion.ts";

/** What the search of traces knows beside what was seen. */
export const traceLanguage: SearchLanguage = {
  fields: [
    ["service", "which service did it"],
    ["operation", "what it did, with * for any text"],
    ["duration", "how long it took: duration>500ms"],
    ["status", "unset, ok or error"],
    ["kind", "server, client, producer, consumer or internal"],
    ["message", "what was said about an error"],
    ["trace", "id of the trace"],
    ["span", "id of the span"],
    ["parent", 'id of the span above; parent:"" finds roots'],
    ["session", "id of the session"],
    ["event", "name of an event: exception"],
    ["scope", "the library that recorded it"],
  ],
  known: {
    status: ["error", "ok", "unset"],
    kind: ["server", "client", "producer", "consumer", "internal"],
  },
  unit: "spans",
};

export const traceHelp: readonly (readonly [example: string, what: string])[] = [
  ["service:checkout", "of one service; also operation, kind, session, trace"],
  ["duration>500ms", "took longer; units us, ms, s, m"],
  ["status:error", "failed"],
  ["attr.http.route:/pay", "an attribute; resource.… for one of the resource"],
  ["http.status_code>=500", "numbers compare; without attr. either is meant"],
  ["timeout", "a word of the operation, the status message or an attribute"],
  ['"out of stock"', "these words together"],
  ["event:exception", "threw something"],
  ['parent:""', "roots only"],
  ["-health", "without; NOT means the same"],
  ["(a OR b) c", "either of two, and a third; all of one span"],
];
