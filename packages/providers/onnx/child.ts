/**
 * The process of one model: no environment, an empty folder, limits set by whoever started it. It speaks over file
 * descriptor 3 and does one thing at a time.
 */
import { once } from "node:events";
import { Socket } from "node:net";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { packTensors, readFrames, unpackTensors, writeFrame } from "./frames.ts";
import { onnxLimits } from "./limits.ts";
import {
  arrayTypes,
  type Datatype,
  elementCount,
  type ModelFace,
  type Numbers,
  type Tensor,
  type TensorInfo,
} from "./tensors.ts";
import { cpuMs, slots } from "./watched.ts";

type OrtType = InferenceSession.TensorValueMetadata["type"];

const ortTypes: Record<Datatype, OrtType> = {
  BOOL: "bool",
  UINT8: "uint8",
  UINT16: "uint16",
  UINT32: "uint32",
  UINT64: "uint64",
  INT8: "int8",
  INT16: "int16",
  INT32: "int32",
  INT64: "int64",
  FP16: "float16",
  FP32: "float32",
  FP64: "float64",
  BYTES: "string",
};
const datatypes = new Map(Object.entries(ortTypes).map(([ours, theirs]) => [theirs, ours as Datatype]));

/** Shared with the thread that watches this one. */
const watched = new Int32Array(new SharedArrayBuffer(4 * Object.keys(slots).length));
const watchdog = new Worker(join(import.meta.dirname, "watchdog.ts"), {
  workerData: { watched, parent: process.ppid },
  resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, codeRangeSizeMb: 4 },
});
// Before it watches, no model is let in: it could keep this thread for ever.
const watching = once(watchdog, "message");
watchdog.unref();

let session: InferenceSession | null = null;
let face: ModelFace = { inputs: [], outputs: [] };

const socket = new Socket({ fd: 3, readable: true, writable: true });
socket.on("end", () => process.exit(0));
socket.on("error", () => process.exit(0));
readFrames(
  socket,
  onnxLimits.fileBytesMax + onnxLimits.answerBytesMax,
  ({ head, payload }) => void handle(head, payload),
  () => process.exit(1),
);
await watching;
writeFrame(socket, { is: "ready" });

async function handle(head: Record<string, unknown>, payload: Buffer): Promise<void> {
  setBusy(Number(head.cpuMs));
  try {
    if (head.do === "load") {
      Atomics.store(watched, slots.residentMiB, Number(head.residentMiB));
      await load(payload);
      writeFrame(socket, { is: "loaded", face });
    } else {
      const outputs = await run(unpackTensors(head.inputs, payload), head.outputs as string[] | null);
      const { heads, payload: bytes } = packTensors(outputs);
      if (bytes.reduce((sum, { byteLength }) => sum + byteLength, 0) > onnxLimits.answerBytesMax)
        throw new Error("The model's answer is larger than 64 MiB");
      writeFrame(socket, { is: "answer", outputs: heads }, bytes);
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    writeFrame(socket, { is: "fault", text: text.slice(0, 500) });
  } finally {
    Atomics.store(watched, slots.busy, 0);
  }
}

function setBusy(cpuMsMax: number): void {
  Atomics.store(watched, slots.cpuMsMax, cpuMsMax);
  Atomics.store(watched, slots.cpuMsAtStart, cpuMs());
  Atomics.store(watched, slots.busy, 1);
  Atomics.notify(watched, slots.busy);
}

/** One thread, no arena: what a call took is given back, and two models on two cores do not fight over them. */
async function load(bytes: Buffer): Promise<void> {
  session = await InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: 4,
  });
  face = { inputs: infos(session.inputMetadata), outputs: infos(session.outputMetadata) };
  if (face.inputs.length < session.inputMetadata.length)
    throw new Error("An input of the model is no tensor, or of a type that the protocols do not know");
  if (face.outputs.length === 0) throw new Error("No output of the model is a tensor");
  await tryOut();
}

function infos(metadata: readonly InferenceSession.ValueMetadata[]): TensorInfo[] {
  return metadata.flatMap((one) => {
    if (!one.isTensor) return [];
    const datatype = datatypes.get(one.type);
    const shape = one.shape.map((dimension) =>
      typeof dimension === "number" && dimension >= 0 ? dimension : -1,
    );
    return datatype ? [{ name: one.name, datatype, shape }] : [];
  });
}

/** The first call of a session is its slowest; and a model that never ends shows it here. Its answer says nothing. */
async function tryOut(): Promise<void> {
  const inputs = face.inputs.map(({ name, datatype, shape }): Tensor => {
    const one = shape.map((dimension) => (dimension === -1 ? 1 : dimension));
    const count = elementCount(one);
    const data = datatype === "BYTES" ? Array<string>(count).fill("") : new arrayTypes[datatype](count);
    return { name, datatype, shape: one, data };
  });
  if (inputs.some(({ shape }) => elementCount(shape) > 4_000_000)) return;
  await run(inputs, null).catch(() => {});
}

async function run(inputs: readonly Tensor[], wanted: string[] | null): Promise<Tensor[]> {
  if (!session) throw new Error("No model is loaded");
  const feeds = Object.fromEntries(inputs.map((tensor) => [tensor.name, toOrt(tensor)]));
  const names = wanted ?? face.outputs.map(({ name }) => name);
  const answer = await session.run(feeds, names);
  return names.map((name) => {
    const tensor = answer[name];
    if (!tensor) throw new Error(`The model gave no output "${name}"`);
    return fromOrt(name, tensor as OrtTensor);
  });
}

function toOrt({ datatype, shape, data }: Tensor): OrtTensor {
  const type = ortTypes[datatype];
  // The runtime wants halves as its own kind of array where the engine has one.
  const given = datatype === "FP16" && "Float16Array" in globalThis ? asHalves(data as Uint16Array) : data;
  return new OrtTensor(type as "float32", given as Float32Array, shape);
}

const asHalves = (bits: Uint16Array): unknown =>
  new (globalThis as unknown as { Float16Array: new (of: ArrayBufferLike) => unknown }).Float16Array(
    bits.buffer,
  );

function fromOrt(name: string, tensor: OrtTensor): Tensor {
  const datatype = datatypes.get(tensor.type as OrtType);
  if (!datatype) throw new Error(`The output "${name}" is of a type that the protocols do not know`);
  return { name, datatype, shape: [...tensor.dims], data: tensor.data as Numbers | string[] };
}
