/** Writes small ONNX files for tests: protobuf by hand, so that what no tool would write can be written too. */
export const varint = (value: number | bigint): Buffer => {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
};
export const int = (field: number, value: number | bigint) =>
  Buffer.concat([varint(field * 8), varint(value)]);
export const part = (field: number, ...content: (Buffer | string)[]) => {
  const bytes = Buffer.concat(content.map((one) => Buffer.from(one as string)));
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
};

const int64s = (...values: (number | bigint)[]) => {
  const raw = Buffer.alloc(values.length * 8);
  for (const [i, value] of values.entries()) raw.writeBigInt64LE(BigInt(value), i * 8);
  return raw;
};

/** A TensorProto of int64, one dimension. */
export const int64Tensor = (name: string, ...values: (number | bigint)[]) =>
  Buffer.concat([int(1, values.length), int(2, 7), part(8, name), part(9, int64s(...values))]);

/** A TensorProto of floats whose data lies in another file. */
export const externalTensor = (name: string, location: string, count = 4) =>
  Buffer.concat([
    int(1, count),
    int(2, 1),
    part(8, name),
    part(13, part(1, "location"), part(2, location)),
    int(14, 1),
  ]);

export const floatPort = (field: number, name: string, dimension: number | null = null) =>
  part(
    field,
    part(1, name),
    part(2, part(1, int(1, 1), part(2, part(1, dimension === null ? part(2, "n") : int(1, dimension))))),
  );

export const node = (operator: string, inputs: string[], outputs: string[], ...more: Buffer[]) =>
  part(
    1,
    ...inputs.map((name) => part(1, name)),
    ...outputs.map((name) => part(2, name)),
    part(4, operator),
    ...more,
  );

/** An attribute that holds a graph. */
export const graphAttribute = (name: string, graph: Buffer) =>
  part(5, part(1, name), part(6, graph), int(20, 5));

export const graph = (...parts: Buffer[]) => Buffer.concat([...parts, part(2, "g")]);
export const model = (ofGraph: Buffer, ...more: Buffer[]) =>
  Buffer.concat([
    int(1, 8),
    part(7, ofGraph),
    part(8, part(1, ""), int(2, 17)),
    part(8, part(1, "ai.onnx.ml"), int(2, 3)),
    ...more,
  ]);

const y = floatPort(12, "y");
const identity = node("Identity", ["w"], ["y"]);

const truth = Buffer.concat([int(2, 9), part(8, "t"), part(9, Buffer.from([1]))]);
const boolPort = (field: number, name: string) =>
  part(field, part(1, name), part(2, part(1, int(1, 9), part(2))));
const countPort = (field: number, name: string) =>
  part(field, part(1, name), part(2, part(1, int(1, 7), part(2))));
const endlessBody = graph(
  node("Identity", ["c"], ["c2"]),
  node("Identity", ["x1"], ["x2"]),
  countPort(11, "i"),
  boolPort(11, "c"),
  floatPort(11, "x1"),
  boolPort(12, "c2"),
  floatPort(12, "x2"),
);

/** Loops within loops. */
const deep = (depth: number): Buffer =>
  depth === 0 ? identity : node("If", ["c"], ["y"], graphAttribute("then_branch", graph(deep(depth - 1), y)));

const inFunction = part(
  25,
  part(1, "f"),
  part(10, "own"),
  node("Constant", [], ["y"], part(5, part(1, "value"), part(5, externalTensor("w", ".env")), int(20, 4))),
);

/** What must be refused before the runtime sees a byte of it. */
export const refusedModels: Record<string, Buffer> = {
  "external data": model(graph(part(5, externalTensor("w", ".env")), identity, y)),
  "external data above its folder": model(graph(part(5, externalTensor("w", "../.env")), identity, y)),
  "external data by an absolute path": model(graph(part(5, externalTensor("w", "/etc/passwd")), identity, y)),
  "external data in memory": model(graph(part(5, externalTensor("w", "*/_ORT_MEM_ADDR_/*")), identity, y)),
  "external data in a branch": model(
    graph(
      node(
        "If",
        ["c"],
        ["y"],
        graphAttribute("then_branch", graph(part(5, externalTensor("w", "a/b")), identity, y)),
      ),
      y,
    ),
  ),
  "external data in a constant": model(
    graph(
      node(
        "Constant",
        [],
        ["y"],
        part(5, part(1, "value"), part(5, externalTensor("w", ".env")), int(20, 4)),
      ),
      y,
    ),
  ),
  "external data in a function": model(graph(node("f", [], ["y"], part(7, "own")), y), inFunction),
  "external data in a sparse tensor": model(
    graph(part(15, part(1, externalTensor("w", ".env"))), identity, y),
  ),
  "external data in a second graph": Buffer.concat([
    model(graph(identity, y)),
    part(7, graph(part(5, externalTensor("w", ".env")), identity, y)),
  ]),
  "4 GB out of 70 bytes": model(
    graph(part(5, int64Tensor("s", 2 ** 30)), node("ConstantOfShape", ["s"], ["y"]), y),
  ),
  "4 GB by Expand of a constant": model(
    graph(
      node(
        "Constant",
        [],
        ["s"],
        part(5, part(1, "value_ints"), part(8, varint(2 ** 15), varint(2 ** 15)), int(20, 7)),
      ),
      node("Expand", ["x", "s"], ["y"]),
      floatPort(11, "x"),
      y,
    ),
  ),
  "a tensor larger than its data": model(
    graph(part(5, int(1, 2 ** 20), int(2, 1), part(8, "w"), part(9, Buffer.alloc(16))), identity, y),
  ),
  "dimensions that overflow": model(
    graph(
      part(5, int(1, 2 ** 40), int(1, 2 ** 40), int(2, 1), part(8, "w"), part(9, Buffer.alloc(16))),
      identity,
      y,
    ),
  ),
  "a negative dimension": model(graph(part(5, int(1, -1n), int(2, 1), part(8, "w")), identity, y)),
  "an operator of somebody else": model(
    graph(node("Shell", ["x"], ["y"], part(7, "com.evil")), floatPort(11, "x"), y),
  ),
  "a compiled context in another file": model(
    graph(node("EPContext", ["x"], ["y"], part(7, "com.microsoft")), floatPort(11, "x"), y),
  ),
  "branches four deep": model(graph(deep(4), y)),
  "100,000 nodes": model(
    graph(
      ...Array.from({ length: 100_000 }, (_, i) => node("Identity", ["x"], [`v${i}`])),
      floatPort(11, "x"),
      y,
    ),
  ),
  "ORT format": Buffer.concat([Buffer.from([24, 0, 0, 0]), Buffer.from("ORTM"), Buffer.alloc(64)]),
  "an empty file": Buffer.alloc(0),
  "a text": Buffer.from("#!/bin/sh\necho no model\n"),
};

/** Passes the reading and never ends. */
export const endlessModel = model(
  graph(
    part(5, truth),
    node("Loop", ["", "t", "x"], ["y"], graphAttribute("body", endlessBody)),
    floatPort(11, "x"),
    y,
  ),
);

/** Never ends when its input says so: the first trial does not show it. */
export const lurkingModel = model(
  graph(
    node("Loop", ["", "c0", "x"], ["y"], graphAttribute("body", endlessBody)),
    boolPort(11, "c0"),
    floatPort(11, "x"),
    y,
  ),
);

/** Makes a tensor of as many elements as it is told. */
export const greedyModel = model(
  graph(
    node("ConstantOfShape", ["s"], ["y"]),
    part(11, part(1, "s"), part(2, part(1, int(1, 7), part(2, part(1, int(1, 1)))))),
    y,
  ),
);
