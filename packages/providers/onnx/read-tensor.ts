import { refused } from "./fault.ts";
import { onnxLimits } from "./limits.ts";
import { type Field, fieldsOf, integersOf, textOf } from "./wire.ts";

/** A TensorProto without its numbers; `integers` only when they are few, as shapes and counts are. */
export type TensorFacts = { name: string; elements: number; integers: number[] | null };

/** Bits of one element by TensorProto.DataType; 8 is a text of any length. */
const bitsByType: Readonly<Record<number, number>> = {
  1: 32,
  2: 8,
  3: 8,
  4: 16,
  5: 16,
  6: 32,
  7: 64,
  8: 0,
  9: 8,
  10: 16,
  11: 64,
  12: 32,
  13: 64,
  14: 64,
  15: 128,
  16: 16,
  17: 8,
  18: 8,
  19: 8,
  20: 8,
  21: 4,
  22: 4,
  23: 4,
  24: 8,
};
const int64 = 7;
/** A shape has few numbers. */
const integersKept = 64;

/**
 * One TensorProto (onnx.proto). Its data must lie in the file, and be as much as its dimensions say.
 * @throws ModelFault
 */
export function readTensor(bytes: Uint8Array, at: Field): TensorFacts {
  let name = "";
  let type = 0;
  const dims: number[] = [];
  let rawBytes = -1;
  let raw: { start: number; end: number } | null = null;
  let typed = 0;
  const integers: number[] = [];
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    switch (field.number) {
      case 1:
        for (const dim of integersOf(bytes, field)) {
          if (dims.push(dim) > onnxLimits.dimensionsMax) throw refused("A tensor has too many dimensions");
        }
        break;
      case 2:
        type = field.value;
        break;
      case 4: // float_data
        typed += field.type === 2 ? (field.end - field.start) / 4 : 1;
        break;
      case 10: // double_data
        typed += field.type === 2 ? (field.end - field.start) / 8 : 1;
        break;
      case 5: // int32_data
      case 11: // uint64_data
        typed += numbersIn(bytes, field);
        break;
      case 6: // string_data
        typed += 1;
        break;
      case 7: // int64_data
        typed += numbersIn(bytes, field);
        if (typed <= integersKept) integers.push(...integersOf(bytes, field));
        break;
      case 8:
        name = textOf(bytes, field);
        break;
      case 9:
        rawBytes = field.end - field.start;
        raw = { start: field.start, end: field.end };
        break;
      case 13:
        throw external(name);
      case 14:
        if (field.value !== 0) throw external(name);
        break;
      default:
    }
  }
  const bits = bitsByType[type];
  if (bits === undefined) throw refused(`The tensor "${name}" is of a type that is not known`);
  const elements = elementsOf(dims, name);
  const given = raw ? (bits === 0 ? -1 : rawBytes) : typed;
  // Sub-byte and short types come several to an int32, or one each: both are in use.
  const wanted = raw ? Math.ceil((elements * bits) / 8) : elements;
  const packed = !raw && bits === 4 && typed === Math.ceil(elements / 2);
  const paired = !raw && (type === 14 || type === 15) && typed === elements * 2;
  if (given !== wanted && !packed && !paired)
    throw refused(`The tensor "${name}" does not hold as much as its dimensions say`);
  if (raw && type === int64 && elements <= integersKept) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + raw.start, rawBytes);
    for (let i = 0; i < elements; i++) integers.push(Number(view.getBigInt64(i * 8, true)));
  }
  return { name, elements, integers: type === int64 && integers.length === elements ? integers : null };
}

function elementsOf(dims: readonly number[], name: string): number {
  let product = 1;
  for (const dim of dims) {
    if (dim < 0) throw refused(`The tensor "${name}" has a negative dimension`);
    product *= dim;
  }
  if (product > onnxLimits.tensorElementsMax)
    throw refused(`The tensor "${name}" has more than ${onnxLimits.tensorElementsMax} elements`);
  return product;
}

/** Each number ends in a byte below 128. */
function numbersIn(bytes: Uint8Array, field: Field): number {
  if (field.type !== 2) return 1;
  let count = 0;
  for (let i = field.start; i < field.end; i++) if ((bytes[i] as number) < 0x80) count++;
  return count;
}

const external = (name: string) =>
  refused(`The tensor "${name}" keeps its data in another file: save the model with its data inside`);
