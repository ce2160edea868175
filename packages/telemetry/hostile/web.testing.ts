import type { Chance } from "./chance.testing.ts";
import { hostileText, mutateJson } from "./mutate.testing.ts";

/** A request to an address that people's tools ask and change; `body` is empty for a question. */
export type HostileAsk = {
  method: string;
  path: string;
  kind: string;
  headers: Record<string, string>;
  body: Buffer;
};

const promptsPath = "/api/public/v2/prompts";
const oddNames = [
  "",
  "%",
  "%00",
  "..%2f..",
  "a%2Fb",
  "%F0%9F%90%99",
  "x".repeat(500),
  "__proto__",
  "versions",
];
const oddNumbers = ["1", "0", "-1", "1e9", "99999999999999999999", "NaN", "1.5", "", "x"];
const oddIds = ["0", "x", "%00", "01900000-0000-7000-8000-000000000000", "__proto__"];

/** Questions for prompts, in the addresses that Langfuse's clients ask: of the gateway and of the web app alike. */
export function hostilePromptFetch(mark: string, by: Chance): HostileAsk {
  const query = new URLSearchParams();
  const maybe = (name: string, values: readonly string[]) => {
    if (by.next() < 0.3) query.append(name, by.of(values));
  };
  maybe("version", oddNumbers);
  maybe("label", ["production", "latest", "\u0000", mark, "x".repeat(300), "constructor"]);
  maybe("resolve", ["true", "false", "x"]);
  maybe("page", oddNumbers);
  maybe("limit", oddNumbers);
  maybe("name", [mark, "\u0000", "x".repeat(300)]);
  maybe("tag", [mark, "\u0000", ""]);
  maybe("fromUpdatedAt", ["2026-01-01T00:00:00Z", "never", "+275760-09-13T00:00:00.001Z"]);
  const name = by.next() < 0.5 ? mark : by.of(oddNames);
  const path = by.next() < 0.3 ? promptsPath : `${promptsPath}/${name}`;
  const headers: Record<string, string> = {};
  if (by.next() < 0.2)
    headers["if-none-match"] = by.of(["*", 'W/"x"', ",,,", "x".repeat(5_000), '"'.repeat(50)]);
  return { method: "GET", path: `${path}?${query}`, kind: "question", headers, body: Buffer.alloc(0) };
}

type Change = { method: string; path: string; body: unknown };
type Maker = (mark: string, by: Chance) => Change;

const trace = (mark: string): string => Buffer.from(mark.padEnd(16, "x")).toString("hex").slice(0, 32);

const prompt: Maker = (mark, by) => ({
  method: "POST",
  path: promptsPath,
  body: {
    name: by.next() < 0.6 ? mark : by.of([...oddNames, `${mark}/${by.whole(20)}`]),
    ...by.of<object>([
      {
        type: "text",
        prompt: by.of([`Say {{${mark}}}`, "{{#a}}{{/b}}", "{{", `@@@langfusePrompt:name=${mark}|label=a@@@`]),
      },
      {
        type: "chat",
        prompt: [
          { role: "user", content: mark },
          { type: "placeholder", name: "history" },
        ],
      },
      { prompt: mark },
      { type: "chat", prompt: mark },
    ]),
    labels: by.of<unknown>([["production"], [], ["latest"], [mark, mark], ["\u0000"], "production"]),
    tags: by.of<unknown>([[], [mark], Array.from({ length: 200 }, (_, at) => `${mark}${at}`)]),
    config: by.of<unknown>([
      {},
      { model: mark, temperature: 1e308 },
      { response_format: { schema: { $ref: "#" } } },
      [],
    ]),
    commitMessage: by.of<unknown>([mark, null, 5, "x".repeat(5_000)]),
  },
});
const relabel: Maker = (mark, by) => ({
  method: "PATCH",
  path: `${promptsPath}/${by.next() < 0.8 ? mark : by.of(oddNames)}/versions/${by.of(oddNumbers)}`,
  body: { newLabels: by.of<unknown>([["staging"], [], ["latest"], [mark], "staging", [5]]) },
});
const drop: Maker = (_mark, by) => ({
  method: "DELETE",
  path: `${promptsPath}/${by.of(oddNames)}`,
  body: undefined,
});

const score: Maker = (mark, by) => ({
  method: "POST",
  path: "/api/v1/scores",
  body: {
    ...by.of<object>([
      { traceId: trace(mark) },
      { session: mark },
      { traceId: trace(mark), spanId: "0".repeat(16) },
      {},
    ]),
    name: by.of([mark, "quality", "\u0000", "x".repeat(300), "%"]),
    value: by.of<unknown>([1, 0.5, true, mark, 1e308, -0, null, { a: 1 }, "\ud800"]),
    ...(by.next() < 0.3 ? { kind: by.of(["boolean", "numeric", "categorical", "x"]) } : {}),
    ...(by.next() < 0.3 ? { comment: by.of([mark, "\u0000", "x".repeat(4_001)]) } : {}),
    ...(by.next() < 0.3 ? { externalId: by.of([mark, "\u0000", "x".repeat(300)]) } : {}),
    ...(by.next() < 0.3
      ? { at: by.of(["2026-11-20T00:00:00Z", "0001-01-01T00:00:00Z", "+275760-09-13T00:00:00.001Z"]) }
      : {}),
  },
});
const dataset: Maker = (mark, by) => ({
  method: "POST",
  path: "/api/v1/datasets",
  body: { name: by.of([`${mark} ${by.whole(1e9)}`, mark, "\u0000", "\ud800", " "]), description: mark },
});
const item: Maker = (mark, by) => ({
  method: by.of(["POST", "PATCH", "DELETE", "GET"]),
  path: `/api/v1/datasets/${by.of(oddIds)}/items${by.of(["", "/x", "/01900000-0000-7000-8000-000000000000"])}`,
  body: {
    input: by.of<unknown>([mark, { a: [mark] }, null, { "\u0000": 1 }, "\ud800"]),
    traceId: trace(mark),
    metadata: by.of<unknown>([{}, { [mark]: mark }, { __proto__: 1 }, []]),
  },
});
const ofScore: Maker = (mark, by) => ({
  method: by.of(["PATCH", "DELETE", "GET"]),
  path: `/api/v1/scores/${by.of(oddIds)}`,
  body: { value: by.of<unknown>([1, mark, null, []]) },
});
const lists: Maker = (mark, by) => {
  const query = new URLSearchParams();
  for (const name of [
    "cursor",
    "limit",
    "name",
    "traceId",
    "session",
    "source",
    "from",
    "to",
    "label",
    "search",
  ])
    if (by.next() < 0.3)
      query.append(name, by.of([mark, "\u0000", "-1", "1e9", "", "x".repeat(2_000), "2026-11-20T00:00:00Z"]));
  const at = by.of([
    "scores",
    "scores/names",
    "datasets",
    "prompts",
    "label-requests",
    "prompt-runs",
    "llm-traces",
    "virtual-keys",
    "charges",
  ]);
  return { method: "GET", path: `/api/v1/${at}?${query}`, body: undefined };
};

const makers: readonly Maker[] = [prompt, prompt, relabel, drop, score, score, dataset, item, ofScore, lists];

/** Prompts, scores and datasets asked and changed over the web app's addresses. One request out of the chance given. */
export function hostileWebAsk(mark: string, by: Chance): HostileAsk {
  if (by.next() < 0.25) return hostilePromptFetch(mark, by);
  const { method, path, body } = by.of(makers)(mark, by);
  const headers: Record<string, string> = {};
  const empty = Buffer.alloc(0);
  if (method === "GET" || body === undefined) return { method, path, kind: "question", headers, body: empty };
  headers["content-type"] =
    by.next() < 0.95 ? "application/json" : by.of(["text/plain", "x", "multipart/form-data"]);
  if (by.next() < 0.1) headers["idempotency-key"] = by.of([mark, "x".repeat(500), "a"]);
  const good = JSON.stringify(body);
  const kind = by.of(["good", "good", "mutated", "mutated", "text"]);
  const sent =
    kind === "good" ? good : kind === "text" ? hostileText(good, by) : JSON.stringify(mutateJson(body, by));
  return { method, path, kind, headers, body: Buffer.from(sent ?? "") };
}
