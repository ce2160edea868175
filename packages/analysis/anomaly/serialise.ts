/**
 * State to bytes or text and back, exactly. Counts (mostly zero or small) are packed as variable-length numbers
 * with runs of zeros folded; measurements are raw little-endian floats. Text is base64 behind version and options.
 */
import { arraysOf, createState, type DetectorState } from "./state.ts";
import type { DetectorOptions } from "./types.ts";

const VERSION = 4;

/** Compact text, about 5 kB for a series of any age. */
export function serialise(state: DetectorState): string {
  return `${VERSION}:${JSON.stringify(state.options)}:${Buffer.from(pack(state)).toString("base64")}`;
}

/** The state written by `serialise`. RangeError when the text is of another version or damaged. */
export function deserialise(text: string): DetectorState {
  const first = text.indexOf(":");
  const last = text.lastIndexOf(":");
  if (first < 0 || Number(text.slice(0, first)) !== VERSION)
    throw new RangeError("unknown detector state version");
  const state = createState(parseOptions(text.slice(first + 1, last)));
  unpack(state, Buffer.from(text.slice(last + 1), "base64"));
  return state;
}

function parseOptions(text: string): DetectorOptions {
  try {
    return JSON.parse(text) as DetectorOptions;
  } catch {
    throw new RangeError("detector state has unreadable options");
  }
}

/** Bytes of numbers held in memory per series. */
export function stateBytes(state: DetectorState): number {
  return arraysOf(state).reduce((sum, array) => sum + array.byteLength, 0);
}

/** The numbers of the state alone (options are not in it), 3 to 4 kB. */
export function pack(state: DetectorState): Uint8Array {
  // A 16-bit count takes at most three bytes, a byte two.
  const out = new Uint8Array(2 * stateBytes(state));
  let at = 0;
  for (const array of arraysOf(state)) {
    if (array instanceof Float64Array || array instanceof Float32Array) {
      out.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
      at += array.byteLength;
    } else at = packCounts(array, out, at);
  }
  return out.subarray(0, at);
}

/** Fills `state` with what `pack` wrote. */
export function unpack(state: DetectorState, bytes: Uint8Array): void {
  let at = 0;
  for (const array of arraysOf(state)) {
    if (array instanceof Float64Array || array instanceof Float32Array) {
      const part = bytes.subarray(at, at + array.byteLength);
      if (part.length !== array.byteLength) throw new RangeError("detector state has the wrong size");
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(part);
      at += array.byteLength;
    } else at = unpackCounts(array, bytes, at);
  }
  if (at !== bytes.length) throw new RangeError("detector state has the wrong size");
}

/** Each count in groups of seven bits; 0 is followed by the number of zeros after it (up to 255). */
function packCounts(counts: Uint16Array | Uint8Array, out: Uint8Array, start: number): number {
  let at = start;
  for (let i = 0; i < counts.length; i++) {
    let count = counts[i]!;
    if (count === 0) {
      let more = 0;
      while (more < 255 && i + 1 < counts.length && counts[i + 1] === 0) {
        more++;
        i++;
      }
      out[at++] = 0;
      out[at++] = more;
      continue;
    }
    while (count > 127) {
      out[at++] = (count & 127) | 128;
      count >>= 7;
    }
    out[at++] = count;
  }
  return at;
}

function unpackCounts(counts: Uint16Array | Uint8Array, bytes: Uint8Array, start: number): number {
  let at = start;
  for (let i = 0; i < counts.length; i++) {
    if (at >= bytes.length) throw new RangeError("detector state has the wrong size");
    let byte = bytes[at++]!;
    if (byte === 0) {
      i += bytes[at++] ?? 0;
      continue;
    }
    let count = byte & 127;
    for (let shift = 7; byte > 127 && shift <= 14; shift += 7) {
      byte = bytes[at++] ?? 0;
      count |= (byte & 127) << shift;
    }
    counts[i] = count;
  }
  return at;
}
