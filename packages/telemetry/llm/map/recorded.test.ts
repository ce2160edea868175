import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readLlmBody } from "./body.ts";
import { mappedBatch, recordedSpans } from "./recorded.testing.ts";

const lines = JSON.parse(readFileSync(new URL("recorded/lines.json", import.meta.url), "utf8")) as Record<
  string,
  string[]
>;

/** kind, whether it counts, provider, model, id, stream, reasons; then what was asked and answered. */
const linesOf = (name: string): string[] =>
  mappedBatch(recordedSpans(name)).map(({ row }) =>
    [
      `${row.kind} ${row.counts ? "counts" : "-"}`,
      row.provider,
      row.model,
      row.responseId === "" ? "" : "id",
      row.stream ? "stream" : "",
      row.finishReasons.join(),
      `${row.inputText.slice(0, 40)} → ${row.outputText.slice(0, 40)}`.replaceAll("\n", " / "),
    ].join("|"),
  );

describe("what an SDK exports is read as what its calls were", () => {
  it.each(Object.keys(lines))("%s", (name) => {
    expect(linesOf(name)).toEqual(lines[name]);
  });

  it("copies user, session, tags and name of a trace on to its spans", () => {
    for (const { row } of mappedBatch(recordedSpans("openinference")))
      expect(row).toMatchObject({ user: "u-1", session: "s-1", tags: ["a", "b"], traceName: "agent run" });
  });

  it("keeps Langfuse's prompt, release, environment, first token and error", () => {
    const rows = mappedBatch(recordedSpans("langfuse")).map(({ row }) => row);
    expect(rows[0]).toMatchObject({
      prompt: { name: "greet", version: 3 },
      environment: "staging",
      release: "v1.2",
      traceName: "support",
      metadata: [["plan", "pro"]],
    });
    expect(rows[5]?.firstTokenNs).toBe(307_000_000n);
    expect(rows[8]).toMatchObject({ status: "error", statusMessage: "Error: 400 The request was refused." });
  });

  it("opens documents, tools, parameters and the tool call of a span", () => {
    const [retrieval, first, second] = recordedSpans("openinference").map(readLlmBody);
    expect(retrieval?.documents).toEqual([
      { id: "d1", content: "A house is das Haus", score: 0.9, metadata: '{"lang":"de"}' },
    ]);
    expect(first?.parameters).toEqual([
      { name: "temperature", value: "0.2" },
      { name: "max_tokens", value: "50" },
    ]);
    expect(second?.tools).toMatchObject([{ name: "get_weather", description: "Weather of a place" }]);
    expect(second?.output).toMatchObject([
      {
        role: "assistant",
        parts: [{ type: "tool_call", name: "get_weather", arguments: '{"city":"Paris"}' }],
      },
    ]);
  });
});
