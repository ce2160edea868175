import { describe, expect, it } from "vitest";
import type { SignatureField } from "../models/signature.ts";
import { exampleBody, exampleValues, filledBody, formFields } from "./try-form.ts";

const column = (name: string | null, type: string, more: Partial<SignatureField> = {}): SignatureField => ({
  name,
  type,
  required: true,
  shape: null,
  ...more,
});
const house = [
  column("rooms", "long"),
  column("income", "double"),
  column("region", "string", { required: false }),
];
const tensor = [column(null, "tensor(float32)", { shape: [-1, 3] })];

describe("the form of a signature", () => {
  it("asks for each input in the way of its type", () => {
    expect(formFields(house).map(({ label, kind, hint }) => [label, kind, hint])).toEqual([
      ["rooms", "integer", "long"],
      ["income", "number", "double"],
      ["region", "text", "string, optional"],
    ]);
    expect(formFields(tensor)[0]).toMatchObject({
      label: "Input",
      kind: "json",
      hint: "tensor(float32), [any, 3]",
    });
  });
  it("sends columns as a table, without optional ones left empty", () => {
    expect(filledBody(house, { rooms: "5", income: "8.3", region: "" }).body).toEqual({
      dataframe_split: { columns: ["rooms", "income"], data: [[5, 8.3]] },
    });
  });
  it("sends a lone tensor as inputs, named ones by name", () => {
    expect(filledBody(tensor, { 0: "[[1,2,3]]" }).body).toEqual({ inputs: [[1, 2, 3]] });
    const named = [column("a", "tensor(int64)", { shape: [1] })];
    expect(filledBody(named, { a: "[1]" }).body).toEqual({ inputs: { a: [1] } });
  });
  it("says what is wrong at the field, and sends nothing", () => {
    expect(filledBody(house, { rooms: "5.5", income: "" })).toEqual({
      body: null,
      faults: { rooms: "This must be a whole number", income: "This input is required" },
    });
    expect(filledBody(tensor, { 0: "[1" }).faults[0]).toMatch(/JSON/);
  });
});

describe("an input example", () => {
  it("fills the form from each of MLflow's forms", () => {
    const filled = { rooms: "5", income: "8.3" };
    for (const example of [
      { columns: ["rooms", "income"], data: [[5, 8.3]] },
      { dataframe_split: { columns: ["rooms", "income"], data: [[5, 8.3]] } },
      { dataframe_records: [{ rooms: 5, income: 8.3 }] },
      [{ rooms: 5, income: 8.3 }],
      [[5, 8.3]],
      { inputs: { rooms: 5, income: 8.3 } },
    ]) {
      expect(exampleValues(house, example)).toEqual(filled);
    }
  });
  it("fills a lone tensor whole", () => {
    expect(exampleValues(tensor, { inputs: [[1, 2, 3]] })).toEqual({ 0: "[[1,2,3]]" });
    expect(exampleValues(tensor, [[1, 2, 3]])).toEqual({ 0: "[[1,2,3]]" });
  });
  it("that is nothing known fills nothing", () => {
    for (const odd of [null, "x", 3]) expect(exampleValues(house, odd)).toEqual({});
  });
});

describe("a body for snippets", () => {
  it("has a value of each type", () => {
    expect(exampleBody(house)).toEqual({
      dataframe_split: { columns: ["rooms", "income", "region"], data: [[1, 1.5, "text"]] },
    });
    expect(exampleBody(tensor)).toEqual({ inputs: [[0, 0, 0]] });
    expect(exampleBody([])).toHaveProperty("inputs");
  });
});
