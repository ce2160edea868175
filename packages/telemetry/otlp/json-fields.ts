import { isTriopsError } from "@triops/kernel/errors";
import { parseJson } from "@triops/kernel/json";
import type { Labels } from "../tables/series.ts";
import { nestingMax, numberText, quoted } from "./attributes.ts";
import { DecodeError } from "./decode-error.ts";

/** Fields of OTLP/JSON: lowerCamelCase keys, 64-bit integers as text or number, enumerations as integers. */
export type Fields = Record<string, unknown>;

/** @throws DecodeError */
export function parseFields(body: Buffer): Fields {
  try {
    return fieldsOf(parseJson(body.toString("utf8")), "body");
  } catch (error) {
    if (isTriopsError(error)) throw new DecodeError(error.message);
    throw error;
  }
}

function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DecodeError(`${name} must be an object`);
  }
  return value as Fields;
}

/** null counts as absent, as protobuf's JSON mapping says. */
export function object(fields: Fields, name: string): Fields | null {
  const value = fields[name];
  return value === undefined || value === null ? null : fieldsOf(value, name);
}

export function list<Item>(fields: Fields, name: string, read: (item: Fields) => Item): Item[] {
  return items(fields, name).map((item) => read(fieldsOf(item, `an entry of ${name}`)));
}

export function items(fields: Fields, name: string): unknown[] {
  const value = fields[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new DecodeError(`${name} must be a list`);
  return value;
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === null) return "";
  if (typeof value !== "string") throw new DecodeError(`${name} must be text`);
  return value.toWellFormed();
}

export function boolean(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (value === undefined || value === null) return false;
  if (typeof value !== "boolean") throw new DecodeError(`${name} must be true or false`);
  return value;
}

const wholeNumber = /^-?\d{1,20}$/;

/** A 64-bit integer. */
export function big(value: unknown, name: string): bigint {
  if (typeof value === "string" && wholeNumber.test(value)) return BigInt(value);
  if (typeof value === "number" && Number.isInteger(value)) return BigInt(value);
  throw new DecodeError(`${name} must be a whole number`);
}

export function bigField(fields: Fields, name: string): bigint {
  const value = fields[name];
  return value === undefined || value === null ? 0n : big(value, name);
}

export const integer = (fields: Fields, name: string): number => Number(bigField(fields, name));

/** Doubles may be written as text: "NaN", "Infinity", "-Infinity" or a number. */
export function double(value: unknown, name: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" && (value === "NaN" || /^-?(Infinity|[\d.]+([eE][-+]?\d+)?)$/.test(value))) {
    return Number(value);
  }
  throw new DecodeError(`${name} must be a number`);
}

export function doubleField(fields: Fields, name: string): number | null {
  const value = fields[name];
  return value === undefined || value === null ? null : double(value, name);
}

/** Nanoseconds as text; whole milliseconds, rounded down. */
export function nanosAsMs(fields: Fields, name: string): number {
  const nanos = bigField(fields, name);
  if (nanos < 0n || nanos > 0xffffffffffffffffn) throw new DecodeError(`${name} is out of range`);
  return Number(nanos / 1_000_000n);
}

/** Ids are hex here, in any case, unlike all other bytes. */
export function hexId(fields: Fields, name: string): string {
  const id = text(fields, name);
  if (!/^([0-9a-fA-F]{2})*$/.test(id)) throw new DecodeError(`${name} must be hexadecimal`);
  return id.toLowerCase();
}

export function attributePairs(fields: Fields, name = "attributes"): Labels {
  return list(fields, name, (item) => {
    const value = object(item, "value");
    return [text(item, "key"), value === null ? "" : anyValueText(value, 0)] as const;
  });
}

/** The same text as the protobuf reader gives for the same value. */
export function anyValueText(value: Fields, depth: number): string {
  if (depth > nestingMax) throw new DecodeError(`An attribute nests deeper than ${nestingMax} levels`);
  if (has(value, "stringValue")) return quoted(text(value, "stringValue"), depth);
  if (has(value, "boolValue")) return String(boolean(value, "boolValue"));
  if (has(value, "intValue")) return BigInt.asIntN(64, bigField(value, "intValue")).toString();
  if (has(value, "doubleValue")) return numberText(double(value.doubleValue, "doubleValue"), depth);
  if (has(value, "bytesValue"))
    return quoted(Buffer.from(text(value, "bytesValue"), "base64").toString("base64"), depth);
  if (has(value, "arrayValue")) {
    const inner = list(object(value, "arrayValue") ?? {}, "values", (item) => anyValueText(item, depth + 1));
    return `[${inner.join(",")}]`;
  }
  if (has(value, "kvlistValue")) {
    const inner = list(object(value, "kvlistValue") ?? {}, "values", (item) => {
      const entry = object(item, "value");
      return `${JSON.stringify(text(item, "key"))}:${entry === null ? "null" : anyValueText(entry, depth + 1)}`;
    });
    return `{${inner.join(",")}}`;
  }
  return depth > 0 ? "null" : "";
}

const has = (fields: Fields, name: string): boolean => fields[name] !== undefined && fields[name] !== null;
