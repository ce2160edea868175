import { refused } from "./fault.ts";

/** Field number and wire type of one field, and where its bytes lie. */
export type Field = { number: number; type: number; value: number; start: number; end: number };

/**
 * The fields of one protobuf message, one after the other (https://protobuf.dev/programming-guides/encoding/).
 * The object is used again for the next field.
 * @throws ModelFault whatever the bytes
 */
export function* fieldsOf(bytes: Uint8Array, start: number, end: number): Generator<Field, void, undefined> {
  const field: Field = { number: 0, type: 0, value: 0, start: 0, end: 0 };
  const cursor = { at: start };
  while (cursor.at < end) {
    const tag = varint(bytes, cursor, end);
    field.number = Math.floor(tag / 8);
    field.type = tag % 8;
    if (field.number < 1 || field.number > 0x1fffffff) throw refused("The file is damaged: a field number");
    switch (field.type) {
      case 0:
        field.start = cursor.at;
        field.value = varint(bytes, cursor, end);
        field.end = cursor.at;
        break;
      case 1:
        step(field, cursor, 8, end);
        break;
      case 2:
        step(field, cursor, varint(bytes, cursor, end), end);
        break;
      case 5:
        step(field, cursor, 4, end);
        break;
      default:
        throw refused("The file is damaged: a wire type that ONNX does not use");
    }
    yield field;
  }
}

function step(field: Field, cursor: { at: number }, length: number, end: number): void {
  if (length < 0 || cursor.at + length > end) throw refused("The file is cut short");
  field.start = cursor.at;
  cursor.at += length;
  field.end = cursor.at;
  field.value = length;
}

/** As int64; what lies beyond 2^53 loses its low bits. Negative numbers come as ten bytes: 2^64 less their amount. */
export function varint(bytes: Uint8Array, cursor: { at: number }, end: number): number {
  const from = cursor.at;
  let result = 0;
  let scale = 1;
  for (let i = 0; i < 9; i++) {
    if (cursor.at >= end) throw refused("The file is cut short");
    const byte = bytes[cursor.at++] as number;
    result += (byte & 0x7f) * scale;
    if (byte < 0x80) return result;
    scale *= 128;
  }
  if (cursor.at >= end) throw refused("The file is cut short");
  if ((bytes[cursor.at++] as number) > 1) throw refused("The file is damaged: a number of more than 64 bits");
  let exact = 1n << 63n;
  for (let i = 0; i < 9; i++) exact |= BigInt((bytes[from + i] as number) & 0x7f) << BigInt(7 * i);
  return Number(BigInt.asIntN(64, exact));
}

export function textOf(bytes: Uint8Array, field: Field, charsMax = 512): string {
  return new TextDecoder().decode(bytes.subarray(field.start, Math.min(field.end, field.start + charsMax)));
}

/** A repeated int64: packed, or one per field. */
export function* integersOf(bytes: Uint8Array, field: Field): Generator<number, void, undefined> {
  if (field.type === 0) return yield field.value;
  const cursor = { at: field.start };
  const { end } = field;
  while (cursor.at < end) yield varint(bytes, cursor, end);
}
