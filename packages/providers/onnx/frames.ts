import type { Socket } from "node:net";
import { ModelFault } from "./fault.ts";
import { arrayTypes, type Datatype, type Numbers, type Tensor } from "./tensors.ts";

/**
 * What goes through the pipe between the gateway and a model's process: two lengths, a head in JSON, and the bytes of
 * numbers as they are. Not Node's own messages: those rebuild objects from bytes that a broken-in process may choose.
 */
export type Frame = { head: Record<string, unknown>; payload: Buffer };

const headBytesMax = 64 * 1024 * 1024;

export function writeFrame(socket: Socket, head: object, payload: readonly Uint8Array[] = []): void {
  const text = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(
    payload.reduce((sum, { byteLength }) => sum + byteLength, 0),
    4,
  );
  socket.cork();
  socket.write(Buffer.concat([lengths, text]));
  for (const part of payload) if (part.byteLength > 0) socket.write(part);
  socket.uncork();
}

/** Calls `onFrame` for each whole frame; `onFault` once, when the other side does not keep to the form. */
export function readFrames(
  socket: Socket,
  payloadBytesMax: number,
  onFrame: (frame: Frame) => void,
  onFault: (fault: Error) => void,
): void {
  let held: Buffer[] = [];
  let bytes = 0;
  let wanted = 8;
  socket.on("data", (chunk: Buffer) => {
    held.push(chunk);
    bytes += chunk.length;
    while (bytes >= wanted) {
      const whole = held.length === 1 && held[0] ? held[0] : Buffer.concat(held, bytes);
      held = [whole];
      const headBytes = whole.readUInt32LE(0);
      const payloadBytes = whole.readUInt32LE(4);
      if (headBytes > headBytesMax || payloadBytes > payloadBytesMax) {
        socket.destroy();
        return onFault(new Error("a frame is too large"));
      }
      wanted = 8 + headBytes + payloadBytes;
      if (bytes < wanted) return;
      let head: unknown;
      try {
        head = JSON.parse(whole.toString("utf8", 8, 8 + headBytes));
      } catch (error) {
        socket.destroy();
        return onFault(error as Error);
      }
      const payload = whole.subarray(8 + headBytes, wanted);
      const rest = whole.subarray(wanted);
      held = rest.length > 0 ? [rest] : [];
      bytes = rest.length;
      wanted = 8;
      onFrame({ head: head as Record<string, unknown>, payload });
    }
  });
}

type PackedTensor = Omit<Tensor, "data"> & { bytes?: number; texts?: readonly string[] };

export function packTensors(tensors: readonly Tensor[]): { heads: PackedTensor[]; payload: Uint8Array[] } {
  const payload: Uint8Array[] = [];
  const heads = tensors.map(({ name, datatype, shape, data }): PackedTensor => {
    if (isTexts(data)) return { name, datatype, shape, texts: data };
    payload.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return { name, datatype, shape, bytes: data.byteLength };
  });
  return { heads, payload };
}

export const isTexts = (data: Tensor["data"]): data is readonly string[] => Array.isArray(data);

/** @throws ModelFault of kind `crashed` when the head and the payload contradict each other */
export function unpackTensors(heads: unknown, payload: Buffer): Tensor[] {
  if (!Array.isArray(heads)) throw broken();
  let at = 0;
  return (heads as PackedTensor[]).map(({ name, datatype, shape, bytes, texts }) => {
    if (datatype === "BYTES") {
      if (!Array.isArray(texts)) throw broken();
      return { name, datatype, shape, data: texts };
    }
    if (typeof bytes !== "number" || bytes < 0 || at + bytes > payload.length) throw broken();
    const data = numbersFrom(datatype, payload, at, bytes);
    at += bytes;
    return { name, datatype, shape, data };
  });
}

/** A copy, so that the numbers lie where their type wants them. */
function numbersFrom(datatype: Exclude<Datatype, "BYTES">, from: Buffer, at: number, bytes: number): Numbers {
  const Type = arrayTypes[datatype];
  if (!Type || bytes % Type.BYTES_PER_ELEMENT !== 0) throw broken();
  const own = new Uint8Array(bytes);
  own.set(from.subarray(at, at + bytes));
  return new Type(own.buffer);
}

const broken = () => new ModelFault("crashed", "The model's process answered out of form");
