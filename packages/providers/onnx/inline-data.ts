import { refused } from "./fault.ts";
import { onnxLimits } from "./limits.ts";
import { type Field, fieldsOf, textOf } from "./wire.ts";

/** A part of a file that lies beside the model; null when there is none of this name. */
export type ReadBeside = (name: string, offset: number, length: number | null) => Promise<Buffer | null>;

/** A name and nothing else: no folder, no way up. */
const plainName = /^[A-Za-z0-9_][\w.-]{0,199}$/;

/**
 * The model as one file. MLflow's client keeps weights beside the model unless it is told otherwise; here they are put
 * in, by us, from the folder of the object store that the model came from, before anything else looks at the bytes. What
 * lies deeper than the graph's own weights is left as it is, and refused by `readModel`.
 * @throws ModelFault
 */
export async function inlineData(model: Buffer, readBeside: ReadBeside): Promise<Buffer> {
  const graphs = partsOf(model, 0, model.length);
  if (!graphs.some(({ number, start, end }) => number === 7 && hasExternal(model, start, end))) return model;
  let bytes = model.length;
  let reads = 0;
  const out: Buffer[] = [];
  for (const part of graphs) {
    if (part.number !== 7) {
      out.push(part.whole);
      continue;
    }
    const inner: Buffer[] = [];
    for (const field of partsOf(model, part.start, part.end)) {
      const external = field.number === 5 ? externalOf(model, field) : null;
      if (!external) {
        inner.push(field.whole);
        continue;
      }
      if (++reads > readsMax) throw refused("The model keeps too many tensors beside itself");
      const data = await read(external, readBeside, onnxLimits.fileBytesMax - bytes);
      bytes += data.length;
      const kept = partsOf(model, field.start, field.end).filter(
        ({ number }) => number !== 13 && number !== 14,
      );
      inner.push(message(5, [...kept.map(({ whole }) => whole), message(9, [data])]));
    }
    out.push(message(7, inner));
  }
  return Buffer.concat(out);
}

/** Each is a question to the object store. */
const readsMax = 5_000;

type Part = { number: number; start: number; end: number; whole: Buffer };

/** The fields of a message with their tags, as they lie. */
function partsOf(bytes: Buffer, start: number, end: number): Part[] {
  const parts: Part[] = [];
  let at = start;
  for (const field of fieldsOf(bytes, start, end)) {
    parts.push({
      number: field.number,
      start: field.start,
      end: field.end,
      whole: bytes.subarray(at, field.end),
    });
    at = field.end;
  }
  return parts;
}

function hasExternal(bytes: Buffer, start: number, end: number): boolean {
  for (const field of fieldsOf(bytes, start, end)) {
    if (field.number === 5 && field.type === 2 && externalOf(bytes, field)) return true;
  }
  return false;
}

type External = { location: string; offset: number; length: number | null };

/** What a tensor says about where its data lies; null when it lies in the tensor. */
function externalOf(bytes: Buffer, at: Pick<Field, "start" | "end">): External | null {
  const said = new Map<string, string>();
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    if (field.number !== 13 || field.type !== 2) continue;
    let key = "";
    let value = "";
    for (const part of fieldsOf(bytes, field.start, field.end)) {
      if (part.number === 1) key = textOf(bytes, part);
      else if (part.number === 2) value = textOf(bytes, part);
    }
    said.set(key, value);
  }
  const location = said.get("location");
  if (location === undefined) return null;
  return { location, offset: countOf(said.get("offset")) ?? 0, length: countOf(said.get("length")) };
}

function countOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,12}$/.test(text)) throw refused("A tensor's place in another file is no number");
  return Number(text);
}

async function read(external: External, readBeside: ReadBeside, bytesMax: number): Promise<Buffer> {
  const { location, offset, length } = external;
  if (!plainName.test(location))
    throw refused("A tensor keeps its data in a file that is not beside the model");
  if (length !== null && length > bytesMax) throw tooLarge();
  const data = await readBeside(location, offset, length);
  if (!data) throw refused(`The file "${location}" with the model's data is not beside it`);
  if (data.length > bytesMax) throw tooLarge();
  return data;
}

const tooLarge = () =>
  refused(`Model and data together are larger than ${onnxLimits.fileBytesMax / 1024 / 1024} MiB`);

function message(number: number, content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, one) => sum + one.length, 0);
  return Buffer.concat([varintOf(number * 8 + 2), varintOf(length), ...content]);
}

function varintOf(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
