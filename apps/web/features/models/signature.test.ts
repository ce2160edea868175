import { describe, expect, it } from "vitest";
import { fieldsOf, shapeText } from "./signature.ts";

describe("fieldsOf", () => {
  it("reads columns from the text that MLmodel files hold", () => {
    const text =
      '[{"type":"double","name":"MedInc","required":true},{"type":"string","name":"region","required":false}]';
    expect(fieldsOf(text)).toEqual([
      { name: "MedInc", type: "double", required: true, shape: null },
      { name: "region", type: "string", required: false, shape: null },
    ]);
  });
  it("reads tensors with their shapes", () => {
    const [field] = fieldsOf([{ type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 4] } }]);
    expect(field).toEqual({ name: null, type: "tensor(float32)", required: true, shape: [-1, 4] });
    expect(shapeText(field?.shape ?? [])).toBe("[any, 4]");
  });
  it("reads arrays, maps and parameters with their defaults", () => {
    const fields = fieldsOf([
      { name: "tags", type: "array", items: { type: "string" } },
      { name: "scores", type: "map", values: { type: "double" } },
      { name: "temperature", dtype: "double", default: 0.5, shape: null },
    ]);
    expect(fields.map((field) => field.type)).toEqual(["array of string", "map to double", "double"]);
    expect(fields[2]).toMatchObject({ required: false, defaultValue: 0.5 });
  });
  it("finds nothing in what is no schema", () => {
    for (const odd of [null, undefined, 3, "", "{", "{}", [1, null]]) expect(fieldsOf(odd)).toEqual([]);
  });
});
