import { describe, expect, it } from "vitest";
import {
  boardOf,
  boardVariables,
  emptyBoard,
  emptyColumn,
  isEdited,
  toolsOf,
  withTools,
  withVersion,
} from "./board.ts";
import { cellOf, columnFault, configOf, readParameters } from "./cells.ts";

const version = {
  id: "v",
  promptId: "p",
  promptName: "support/reply",
  version: 3,
  type: "chat" as const,
  template: [
    { role: "system", content: "You are {{tone}}." },
    { role: "user", content: "{{question}}" },
  ],
  variables: {},
  declaredVariables: null,
  config: {
    model: "gpt-fast",
    temperature: 0.2,
    seed: 7,
    response_format: { type: "json_schema", json_schema: { name: "answer", schema: { type: "object" } } },
    tools: [{ type: "function", function: { name: "search", description: "Looks", parameters: {} } }],
  },
  message: "",
  branch: "main",
  parentVersion: null,
  mergedVersion: null,
  labels: [],
  createdById: "",
  createdByName: "",
  createdAt: "",
};
const loaded = withVersion(emptyColumn(), { id: "p", name: "support/reply" }, version, ["gpt-fast"]);

describe("a column", () => {
  it("takes a version's messages, parameters, schema and route", () => {
    expect(loaded.target).toEqual({ kind: "route", route: "gpt-fast" });
    expect(loaded.parameters).toEqual({
      temperature: "0.2",
      maxTokens: "",
      topP: "",
      more: '{\n  "seed": 7\n}',
    });
    expect(isEdited(loaded)).toBe(false);
    expect(isEdited({ ...loaded, draft: { ...loaded.draft, items: loaded.draft.items.slice(1) } })).toBe(
      true,
    );
    expect(columnFault(loaded)).toBeNull();
  });

  it("says why it cannot be run", () => {
    expect(columnFault(emptyColumn())).toBe("Choose a route or a model");
    expect(columnFault({ ...loaded, responseSchema: "{" })).toBe("The schema is not valid JSON");
    expect(columnFault({ ...loaded, draft: { ...loaded.draft, type: "text", text: "{{x" } })).toMatch(
      /never closed/,
    );
  });

  it("becomes a run with its values, and a version with its settings", () => {
    const board = { ...emptyBoard(), columns: [loaded], tools: toolsOf(version.config) };
    const input = { id: "i", values: { tone: "kind", question: "Why?" } };
    expect(cellOf(board, loaded, input)).toMatchObject({
      prompt: { id: "p", version: 3, edited: false },
      template: version.template,
      variables: { tone: "kind", question: "Why?" },
      target: { route: "gpt-fast" },
      parameters: { temperature: 0.2, seed: 7 },
      tools: [{ name: "search", mock: "" }],
      responseSchema: { type: "object" },
    });
    expect(configOf(board, loaded)).toEqual(version.config);
  });
});

it("brings a version's tools along, and leaves what they answer here to the reader", () => {
  const [tool] = withTools([], version.config, undefined);
  expect(tool).toMatchObject({ name: "search", mocked: false });
  const answered = { ...tool, mock: "found", mocked: true } as NonNullable<typeof tool>;
  expect(withTools([answered], version.config)).toEqual([answered]);
});

it("asks once for a variable that several columns take", () => {
  expect(boardVariables([loaded, loaded]).map(({ name }) => name)).toEqual(["tone", "question"]);
});

it("refuses parameters that are no numbers", () => {
  expect(readParameters({ temperature: "hot", maxTokens: "", topP: "", more: "" }).fault).toBe(
    "Temperature is a number from 0",
  );
});

it("opens a session of an earlier version of itself", () => {
  const board = boardOf({ columns: [{ target: { kind: "route", route: "r" } }], inputs: [{}], tools: [] });
  expect(board.columns).toHaveLength(1);
  expect(board.columns[0]?.target).toEqual({ kind: "route", route: "r" });
  expect(board.inputs[0]?.values).toEqual({});
  expect(boardOf({ columns: [], inputs: [], tools: [] }).columns).toHaveLength(1);
});
