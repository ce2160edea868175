import { createAllocations } from "./allocations.ts";
import { ModelFault, refused } from "./fault.ts";
import { onnxLimits } from "./limits.ts";
import { readTensor } from "./read-tensor.ts";
import { datatypeByOnnx, type ModelFace, type TensorInfo } from "./tensors.ts";
import { type Field, fieldsOf, integersOf, textOf } from "./wire.ts";

export type ModelFacts = ModelFace & {
  nodes: number;
  /** Operators as `domain:name`, without repeats. */
  operators: string[];
  irVersion: number;
  opset: number;
};

/** Operator sets of the runtime itself. Functions that the model brings along are its own. */
const knownDomains = new Set(["", "ai.onnx", "ai.onnx.ml", "com.microsoft"]);
/** Reads a compiled model from a path that the file names. */
const refusedOperators = new Set(["EPContext"]);

type Walk = {
  bytes: Uint8Array;
  nodes: number;
  operators: Set<string>;
  /** `domain:name` of what the model defines. */
  functions: Set<string>;
};

/**
 * Everything that must hold before a model file reaches the runtime, by our own reading of the bytes: onnxruntime
 * opens files that a tensor names, and trusts sizes. Fields that ONNX does not define are stepped over as the runtime
 * does. (Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto)
 * @throws ModelFault of kind `refused`
 */
export function readModel(bytes: Uint8Array): ModelFacts {
  if (bytes.length > onnxLimits.fileBytesMax)
    throw refused(`The file is larger than ${onnxLimits.fileBytesMax / 1024 / 1024} MiB`);
  if (isOrtFormat(bytes)) throw refused("The file is in ORT format; only ONNX is served");
  try {
    return walkModel(bytes);
  } catch (error) {
    if (error instanceof ModelFault) throw error;
    throw refused("The file is no ONNX model");
  }
}

/** The runtime looks here before it tries protobuf. */
const isOrtFormat = (bytes: Uint8Array): boolean =>
  bytes.length > 8 && bytes[4] === 0x4f && bytes[5] === 0x52 && bytes[6] === 0x54 && bytes[7] === 0x4d;

function walkModel(bytes: Uint8Array): ModelFacts {
  const walk: Walk = { bytes, nodes: 0, operators: new Set(), functions: new Set() };
  const whole: Field = { number: 0, type: 2, value: 0, start: 0, end: bytes.length };
  const face: ModelFace = { inputs: [], outputs: [] };
  let irVersion = 0;
  let opset = 0;
  let graphs = 0;
  for (const field of fieldsOf(bytes, whole.start, whole.end)) {
    if (field.number === 1 && field.type === 0) irVersion = field.value;
    if (field.number === 8) opset = Math.max(opset, defaultOpset(bytes, field));
    if (field.number === 25) noteFunction(walk, field);
  }
  for (const field of fieldsOf(bytes, whole.start, whole.end)) {
    const { start, end } = field;
    if (field.number === 7) {
      graphs++;
      walkGraph(walk, { ...field }, 0, face);
    } else if (field.number === 20) {
      // Training: an initialisation and an algorithm, both graphs.
      for (const part of fieldsOf(bytes, start, end)) {
        if (part.number === 1 || part.number === 2) walkGraph(walk, { ...part }, 1, null);
      }
    } else if (field.number === 25) walkFunction(walk, start, end);
  }
  if (graphs !== 1 || irVersion < 1) throw refused("The file is no ONNX model");
  return { ...face, nodes: walk.nodes, operators: [...walk.operators].sort(), irVersion, opset };
}

function walkGraph(walk: Walk, at: Field, depth: number, face: ModelFace | null): void {
  if (depth > onnxLimits.graphDepthMax)
    throw refused(`Loops and branches lie more than ${onnxLimits.graphDepthMax} deep`);
  const { bytes } = walk;
  const allocations = createAllocations();
  const initialised = new Set<string>();
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    if (field.number === 5) {
      const tensor = readTensor(bytes, field);
      initialised.add(tensor.name);
      allocations.know(tensor.name, tensor.integers);
    } else if (field.number === 15) walkSparse(bytes, field);
  }
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    if (field.number === 1) walkNode(walk, { ...field }, depth, allocations);
    else if (face && (field.number === 11 || field.number === 12)) {
      const info = readPort(bytes, field);
      // Before IR version 4 initialisers were listed as inputs too; they need not be given.
      if (info === null || (field.number === 11 && initialised.has(info.name))) continue;
      const ports = field.number === 11 ? face.inputs : face.outputs;
      if (ports.push(info) > onnxLimits.portsMax) throw refused("The model has too many inputs or outputs");
    }
  }
}

type Allocations = ReturnType<typeof createAllocations>;

function walkNode(walk: Walk, at: Field, depth: number, allocations: Allocations): void {
  if (++walk.nodes > onnxLimits.nodesMax)
    throw refused(`The model has more than ${onnxLimits.nodesMax} nodes`);
  const { bytes } = walk;
  const inputs: string[] = [];
  let output = "";
  let operator = "";
  let domain = "";
  const attributes: Field[] = [];
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    // The allocation of a node depends on its first two or three inputs.
    if (field.number === 1 && inputs.length < 4) inputs.push(textOf(bytes, field));
    else if (field.number === 2 && output === "") output = textOf(bytes, field);
    else if (field.number === 4) operator = textOf(bytes, field);
    else if (field.number === 7) domain = textOf(bytes, field);
    else if (field.number === 5) attributes.push({ ...field });
  }
  const name = `${domain}:${operator}`;
  if (refusedOperators.has(operator)) throw refused(`The operator ${operator} is not served`);
  if (!knownDomains.has(domain) && !walk.functions.has(name))
    throw refused(`The operator ${operator} of "${domain}" is not one of the runtime's own`);
  walk.operators.add(name);
  for (const attribute of attributes) {
    const { name: called, integers } = walkAttribute(walk, attribute, depth);
    allocations.attribute(operator, called, output, integers);
  }
  allocations.check(operator, inputs);
}

/** Values of an attribute that may be a shape or a count; everything inside it is checked. */
function walkAttribute(walk: Walk, at: Field, depth: number) {
  const { bytes } = walk;
  let name = "";
  let integers: number[] | null = null;
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    switch (field.number) {
      case 1:
        name = textOf(bytes, field);
        break;
      case 3:
        integers = [field.value];
        break;
      case 5: // t
      case 10: {
        const tensor = readTensor(bytes, field);
        if (field.number === 5) integers = tensor.integers;
        break;
      }
      case 6: // g
      case 11:
        walkGraph(walk, { ...field }, depth + 1, null);
        break;
      case 8: {
        integers ??= [];
        for (const value of integersOf(bytes, field)) if (integers.length < 64) integers.push(value);
        break;
      }
      case 22: // sparse_tensor
      case 23:
        walkSparse(bytes, field);
        break;
      default:
    }
  }
  return { name, integers };
}

function walkSparse(bytes: Uint8Array, at: Field): void {
  let dense = 1;
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    if (field.number === 1 || field.number === 2) readTensor(bytes, field);
    else if (field.number === 3) for (const dim of integersOf(bytes, field)) dense *= Math.max(0, dim);
  }
  if (dense > onnxLimits.tensorElementsMax)
    throw refused("A sparse tensor would unfold to too many elements");
}

function noteFunction(walk: Walk, at: Field): void {
  let name = "";
  let domain = "";
  for (const field of fieldsOf(walk.bytes, at.start, at.end)) {
    if (field.number === 1) name = textOf(walk.bytes, field);
    else if (field.number === 10) domain = textOf(walk.bytes, field);
  }
  walk.functions.add(`${domain}:${name}`);
  if (walk.functions.size > onnxLimits.functionsMax) throw refused("The model has too many functions");
}

function walkFunction(walk: Walk, start: number, end: number): void {
  const allocations = createAllocations();
  for (const field of fieldsOf(walk.bytes, start, end)) {
    if (field.number === 7) walkNode(walk, { ...field }, 1, allocations);
    else if (field.number === 11) walkAttribute(walk, { ...field }, 1);
  }
}

/** The version of the set that has no name; 0 for another set. */
function defaultOpset(bytes: Uint8Array, at: Field): number {
  let domain = "";
  let version = 0;
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    if (field.number === 1) domain = textOf(bytes, field);
    else if (field.number === 2) version = field.value;
  }
  return domain === "" || domain === "ai.onnx" ? version : 0;
}

/** A ValueInfoProto; null when it is no tensor of a type that the protocols know. */
function readPort(bytes: Uint8Array, at: Field): TensorInfo | null {
  let name = "";
  let info: TensorInfo | null = null;
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    if (field.number === 1) name = textOf(bytes, field);
    if (field.number !== 2) continue;
    for (const type of fieldsOf(bytes, field.start, field.end)) {
      if (type.number === 1) info = readTensorType(bytes, type);
    }
  }
  return info && { ...info, name };
}

function readTensorType(bytes: Uint8Array, at: Field): TensorInfo | null {
  let datatype: TensorInfo["datatype"] | undefined;
  const shape: number[] = [];
  for (const field of fieldsOf(bytes, at.start, at.end)) {
    if (field.number === 1) datatype = datatypeByOnnx.get(field.value);
    if (field.number !== 2) continue;
    for (const dimension of fieldsOf(bytes, field.start, field.end)) {
      if (dimension.number !== 1) continue;
      let size = -1;
      for (const part of fieldsOf(bytes, dimension.start, dimension.end)) {
        if (part.number === 1) size = part.value;
      }
      if (shape.push(size < 0 ? -1 : size) > onnxLimits.dimensionsMax)
        throw refused("An input or output has too many dimensions");
    }
  }
  return datatype ? { name: "", datatype, shape } : null;
}
