/** Names of the Open Inference Protocol v2; `BYTES` are texts here. */
export const datatypes = [
  "BOOL",
  "UINT8",
  "UINT16",
  "UINT32",
  "UINT64",
  "INT8",
  "INT16",
  "INT32",
  "INT64",
  "FP16",
  "FP32",
  "FP64",
  "BYTES",
] as const;
export type Datatype = (typeof datatypes)[number];

export type Numbers =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** Row by row. BOOL is one byte per element, FP16 the bits of each element. */
export type Tensor = {
  name: string;
  datatype: Datatype;
  shape: readonly number[];
  data: Numbers | readonly string[];
};

/** What a model takes or gives. -1 is a free dimension. */
export type TensorInfo = { name: string; datatype: Datatype; shape: readonly number[] };

/** What of a model can be reached over the protocols: sequences, maps and optional values cannot. */
export type ModelFace = { inputs: TensorInfo[]; outputs: TensorInfo[] };

export const arrayTypes = {
  BOOL: Uint8Array,
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  UINT64: BigUint64Array,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  INT64: BigInt64Array,
  FP16: Uint16Array,
  FP32: Float32Array,
  FP64: Float64Array,
} as const satisfies Record<Exclude<Datatype, "BYTES">, unknown>;

/** Product of the dimensions; 1 for a scalar. */
export const elementCount = (shape: readonly number[]): number => shape.reduce((all, one) => all * one, 1);

/** By the numbers of `TensorProto.DataType`; what is missing has no place in the protocol. */
export const datatypeByOnnx: ReadonlyMap<number, Datatype> = new Map([
  [1, "FP32"],
  [2, "UINT8"],
  [3, "INT8"],
  [4, "UINT16"],
  [5, "INT16"],
  [6, "INT32"],
  [7, "INT64"],
  [8, "BYTES"],
  [9, "BOOL"],
  [10, "FP16"],
  [11, "FP64"],
  [12, "UINT32"],
  [13, "UINT64"],
]);
