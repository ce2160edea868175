/** Writes ONNX files of linear models, so that journeys need no Python: protobuf by hand, a few hundred bytes. */
const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
};
const int = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)]);
const part = (field: number, ...content: (Buffer | string)[]) => {
  const bytes = Buffer.concat(content.map((one) => (typeof one === "string" ? Buffer.from(one) : one)));
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
};

const float32 = 1;
const tensor = (name: string, shape: readonly number[], values: readonly number[]) => {
  const raw = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) raw.writeFloatLE(value, at * 4);
  return Buffer.concat([...shape.map((size) => int(1, size)), int(2, float32), part(8, name), part(9, raw)]);
};
/** A port with any number of rows. */
const port = (field: number, name: string, columns: number) =>
  part(
    field,
    part(1, name),
    part(2, part(1, int(1, float32), part(2, part(1, part(2, "rows")), part(1, int(1, columns))))),
  );
const node = (operator: string, inputs: readonly string[], output: string) =>
  part(1, ...inputs.map((name) => part(1, name)), part(2, output), part(4, operator));

/** y = x·weights + offset. */
export function linearModel(weights: readonly number[], offset: number): Buffer {
  const graph = Buffer.concat([
    node("MatMul", ["x", "w"], "product"),
    node("Add", ["product", "b"], "y"),
    part(2, "linear"),
    part(5, tensor("w", [weights.length, 1], weights)),
    part(5, tensor("b", [1], [offset])),
    port(11, "x", weights.length),
    port(12, "y", 1),
  ]);
  return Buffer.concat([int(1, 8), part(7, graph), part(8, part(1, ""), int(2, 17))]);
}

/** What MLflow's client writes beside the model. */
export function mlModelFile(columns: readonly string[], modelId: string): string {
  const inputs = columns.map((name) => ({ type: "float", name, required: true }));
  const outputs = [{ type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 1] } }];
  return [
    "flavors:",
    "  onnx:",
    "    data: model.onnx",
    "    onnx_version: 1.20.0",
    "mlflow_version: 3.18.0",
    `model_id: ${modelId}`,
    "saved_input_example_info:",
    "  artifact_path: input_example.json",
    "  pandas_orient: split",
    "  type: dataframe",
    "signature:",
    `  inputs: '${JSON.stringify(inputs)}'`,
    `  outputs: '${JSON.stringify(outputs)}'`,
    "  params: null",
    "",
  ].join("\n");
}
