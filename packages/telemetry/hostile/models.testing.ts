import { gzipSync } from "node:zlib";
import type { Chance } from "./chance.testing.ts";
import { hostileGzip, hostileText, mutateJson } from "./mutate.testing.ts";
import type { HostileRequest } from "./requests.testing.ts";

/** Names of routes that are there in each workspace. */
export type Asked = { routes: readonly string[] };

/** Calls of models in the forms of OpenAI and Anthropic. One request out of the chance given. */
export function hostileModelCall({ routes }: Asked, mark: string, by: Chance): HostileRequest {
  const model =
    by.next() < 0.9 ? by.of(routes) : by.of(["none", "", "__proto__", "../admin", mark.repeat(50)]);
  const { path, body } = by.of(makers)(model, mark, by);
  const headers: Record<string, string> = {
    "content-type": by.next() < 0.95 ? "application/json" : by.of(["text/plain", "x", ""]),
    "x-triops-user": mark,
    "x-triops-session": mark,
  };
  if (by.next() < 0.1)
    headers["x-triops-metadata"] = by.of(["{", "[]", '{"a":1}', '{"__proto__":{"a":1}}', `"${mark}"`]);
  if (by.next() < 0.1)
    headers["x-triops-prompt"] = by.of(["@", "none@production", "a@99999999999999999999", "@@@", mark]);
  if (by.next() < 0.1) headers["x-triops-cache"] = by.of(["off", "exact", "x"]);
  if (by.next() < 0.1)
    headers.traceparent = by.of(["00-x", `00-${"0".repeat(32)}-${"0".repeat(16)}-01`, "x".repeat(300)]);
  if (by.next() < 0.05) headers["anthropic-beta"] = by.of(["tools-2024", "x".repeat(2_000)]);
  if (by.next() < 0.03) headers["content-encoding"] = by.of(["br", "gzip", "gzip, gzip", "x"]);
  const good = Buffer.from(JSON.stringify(body));
  const kind = by.of(["good", "mutated", "mutated", "mutated", "text", "gzip", "good gzip"]);
  if (kind === "good") return { path, kind, headers, body: good };
  const zipped = { ...headers, "content-encoding": "gzip" };
  if (kind === "good gzip") return { path, kind, headers: zipped, body: gzipSync(good) };
  if (kind === "gzip") return { path, kind, headers: zipped, body: hostileGzip(good, by) };
  if (kind === "text") return { path, kind, headers, body: hostileText(good.toString(), by) };
  return { path, kind, headers, body: Buffer.from(JSON.stringify(mutateJson(body, by)) ?? "") };
}

type Maker = (model: string, mark: string, by: Chance) => { path: string; body: Record<string, unknown> };

const schema = { type: "object", properties: { mark: { type: "string" } } };

/** What any of the interfaces may be asked besides. */
const options = (by: Chance, mark: string): Record<string, unknown> => ({
  ...(by.next() < 0.4 ? { stream: by.of<unknown>([true, true, false, "yes", 1]) } : {}),
  ...(by.next() < 0.2 ? { stream_options: by.of<unknown>([{ include_usage: true }, null, [], "x"]) } : {}),
  ...(by.next() < 0.2 ? { temperature: by.of<unknown>([0.5, -1, 1e308, "hot"]) } : {}),
  ...(by.next() < 0.2 ? { metadata: by.of<unknown>([{ mark }, null, [1], mark]) } : {}),
  ...(by.next() < 0.2 ? { user: by.of<unknown>([mark, 5, null, { mark }]) } : {}),
  ...(by.next() < 0.2
    ? {
        prompt: by.of<unknown>([
          { name: "none" },
          { name: 5 },
          { variables: mark },
          { id: "pmpt_1" },
          mark,
          { name: mark, version: 1e300 },
        ]),
      }
    : {}),
});

const chat: Maker = (model, mark, by) => ({
  path: "/v1/chat/completions",
  body: {
    model,
    messages: [
      { role: "system", content: mark },
      { role: "user", content: by.of<unknown>([mark, [{ type: "text", text: mark }], null, 5, [mark]]) },
    ],
    ...(by.next() < 0.3
      ? { tools: [{ type: "function", function: { name: "find", parameters: schema } }], tool_choice: "auto" }
      : {}),
    ...(by.next() < 0.1 ? { n: by.of<unknown>([2, 0, -1, 1e9]) } : {}),
    ...(by.next() < 0.1 ? { max_tokens: by.of<unknown>([1, -5, 1e308, "many"]) } : {}),
    ...options(by, mark),
  },
});

const items = (mark: string): unknown[] => [
  { role: "user", content: [{ type: "input_text", text: mark }] },
  { type: "function_call", call_id: "1", name: "find", arguments: "{}" },
  { type: "function_call_output", call_id: "1", output: mark },
  { type: "reasoning", id: "r", summary: [] },
];

const responses: Maker = (model, mark, by) => ({
  path: "/v1/responses",
  body: {
    model,
    input: by.of<unknown>([mark, [{ role: "user", content: mark }], items(mark), [], 5, null]),
    ...(by.next() < 0.2 ? { instructions: by.of<unknown>([mark, 5, null]) } : {}),
    ...(by.next() < 0.3
      ? {
          tools: [
            by.of<unknown>([
              { type: "function", name: "find", parameters: schema },
              { type: "web_search" },
              5,
            ]),
          ],
        }
      : {}),
    ...(by.next() < 0.2
      ? {
          text: by.of<unknown>([{ format: { type: "json_schema", name: "a", schema } }, { format: 5 }, mark]),
        }
      : {}),
    ...(by.next() < 0.1 ? { previous_response_id: by.of<unknown>([mark, null, 5]) } : {}),
    ...(by.next() < 0.2 ? { max_output_tokens: by.of<unknown>([16, -1, 1e308, "many"]) } : {}),
    ...(by.next() < 0.1 ? { background: true } : {}),
    ...options(by, mark),
  },
});

const embeddings: Maker = (model, mark, by) => ({
  path: "/v1/embeddings",
  body: { model, input: by.of<unknown>([mark, [mark, mark], [[1, 2]], [], 5, null]), ...options(by, mark) },
});

const messages: Maker = (model, mark, by) => ({
  path: by.next() < 0.9 ? "/v1/messages" : "/v1/messages/count_tokens",
  body: {
    model,
    max_tokens: by.of<unknown>([16, 0, "x"]),
    system: by.of<unknown>([mark, [{ type: "text", text: mark }], 5]),
    messages: [{ role: "user", content: by.of<unknown>([mark, [{ type: "text", text: mark }], null]) }],
    ...(by.next() < 0.3 ? { tools: [{ name: "find", input_schema: schema }] } : {}),
    ...options(by, mark),
  },
});

const makers: readonly Maker[] = [chat, chat, chat, responses, embeddings, messages, messages];
