import { describe, expect, it } from "vitest";
import { readDescription } from "./mlmodel.ts";

const written = `artifact_path: mlflow-artifacts:/0/models/m-1/artifacts
flavors:
  python_function:
    loader_module: mlflow.sklearn
    python_version: 3.11.2
  sklearn:
    code: null
    sklearn_version: 1.7.2
mlflow_version: 3.14.0
model_size_bytes: 11546
saved_input_example_info:
  artifact_path: input_example.json
  type: dataframe
signature:
  inputs: '[{"type": "double", "name": "a", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
  params: null
`;

describe("an MLmodel file", () => {
  it("tells signature, flavours, size and where the example is", () => {
    expect(readDescription(written)).toMatchObject({
      signature: {
        inputs: [{ name: "a", type: "double", required: true }],
        outputs: [{ "tensor-spec": { dtype: "int64", shape: [-1] } }],
        params: null,
      },
      flavors: [
        { name: "python_function", detail: "mlflow.sklearn" },
        { name: "sklearn", detail: "1.7.2" },
      ],
      sizeBytes: 11546,
      mlflowVersion: "3.14.0",
      examplePath: "input_example.json",
    });
  });
  it.each(["", "just text", "[1, 2]", "a: [", "a: &x [1]\nb: *x"])("%j is none", (text) => {
    expect(readDescription(text)).toBeNull();
  });
  it("is not believed: a path elsewhere, a signature that is none", () => {
    const odd = readDescription(`saved_input_example_info:
  artifact_path: ../../secret.json
signature:
  inputs: '{"a": 1}'
  outputs: 7
model_size_bytes: -3
`);
    expect(odd).toMatchObject({ examplePath: null, signature: null, sizeBytes: null, flavors: [] });
  });
});
