import { arrayTypes, type Datatype, type Tensor } from "../onnx/tensors.ts";
import { InputFault } from "./given.ts";
import { bitsOfHalves, halvesOfBits } from "./halves.ts";

const wholeRange: Partial<Record<Datatype, readonly [number, number]>> = {
  UINT8: [0, 0xff],
  UINT16: [0, 0xffff],
  UINT32: [0, 0xffffffff],
  INT8: [-0x80, 0x7f],
  INT16: [-0x8000, 0x7fff],
  INT32: [-0x80000000, 0x7fffffff],
};
const bigRange: Partial<Record<Datatype, readonly [bigint, bigint]>> = {
  INT64: [-(2n ** 63n), 2n ** 63n - 1n],
  UINT64: [0n, 2n ** 64n - 1n],
};

/**
 * JSON values as elements of a type. Nothing is rounded or cut: what does not fit is the sender's mistake. A missing
 * value is NaN where the type has one.
 * @throws InputFault
 */
export function elementsOf(datatype: Datatype, values: readonly unknown[], where: string): Tensor["data"] {
  if (datatype === "BYTES") return values.map((value) => textOf(value, where));
  if (datatype === "BOOL") return Uint8Array.from(values, (value) => truthOf(value, where));
  const big = bigRange[datatype];
  if (big) {
    const Type = datatype === "INT64" ? BigInt64Array : BigUint64Array;
    return Type.from(values.map((value) => bigOf(value, big, datatype, where)));
  }
  const range = wholeRange[datatype];
  if (range) {
    const out = new arrayTypes[datatype as "INT32"](values.length);
    for (let i = 0; i < values.length; i++) out[i] = wholeOf(values[i], range, datatype, where);
    return out;
  }
  if (datatype === "FP16") return bitsOfHalves(values.map((value) => floatOf(value, datatype, where)));
  const out = new arrayTypes[datatype as "FP64"](values.length);
  for (let i = 0; i < values.length; i++) out[i] = floatOf(values[i], datatype, where);
  return out;
}

function floatOf(value: unknown, datatype: Datatype, where: string): number {
  if (typeof value === "number") return value;
  if (value === null) return Number.NaN;
  if (typeof value === "string" && notFinite.has(value)) return Number(value.replace("inf", "Infinity"));
  throw unfit(value, datatype, where);
}
const notFinite = new Set(["NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"]);

function wholeOf(
  value: unknown,
  [least, most]: readonly [number, number],
  type: Datatype,
  where: string,
): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
    throw unfit(value, type, where);
  return value;
}

/** Beyond 2^53 a JSON number is no longer what was meant; a text is. */
function bigOf(
  value: unknown,
  [least, most]: readonly [bigint, bigint],
  type: Datatype,
  where: string,
): bigint {
  let whole: bigint | undefined;
  if (typeof value === "number" && Number.isSafeInteger(value)) whole = BigInt(value);
  else if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) whole = BigInt(value);
  if (whole === undefined || whole < least || whole > most) throw unfit(value, type, where);
  return whole;
}

function truthOf(value: unknown, where: string): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === 0 || value === 1) return value;
  throw unfit(value, "BOOL", where);
}

function textOf(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw unfit(value, "BYTES", where);
}

function unfit(value: unknown, datatype: Datatype, where: string): InputFault {
  const shown = (JSON.stringify(value) ?? "nothing").slice(0, 40);
  return new InputFault(`${where}: ${shown} is not of type ${datatype}`);
}

type RawJson = { rawJSON(text: string): unknown };

/** Elements as JSON values. What JSON has no number for is null; integers beyond 2^53 keep their digits. */
export function valuesOf({ datatype, data }: Tensor): unknown[] {
  if (datatype === "BYTES") return [...(data as readonly string[])];
  if (datatype === "BOOL") return Array.from(data as Uint8Array, (one) => one !== 0);
  if (datatype === "INT64" || datatype === "UINT64")
    return Array.from(data as BigInt64Array, (one) => {
      const number = Number(one);
      return Number.isSafeInteger(number) ? number : (JSON as unknown as RawJson).rawJSON(String(one));
    });
  const numbers = datatype === "FP16" ? halvesOfBits(data as Uint16Array) : (data as Float64Array);
  return Array.from(numbers, (one) => (Number.isFinite(one) ? one : null));
}
