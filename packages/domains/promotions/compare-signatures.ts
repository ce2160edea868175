import type { Signature, SignatureField } from "../models/schemas.ts";

/** What a value of the type on the left may be passed on as, without loss: MLflow's safe conversions. */
const widens: Readonly<Record<string, readonly string[]>> = {
  integer: ["long", "double"],
  float: ["double"],
  boolean: ["integer", "long", "float", "double"],
};

/**
 * Why callers of the champion could not call the candidate, or read its answers; empty when they can. The candidate
 * must take what the champion takes (it may ask for less, or for more that is optional), and answer with what the
 * champion answers with (or more).
 */
export function incompatibilities(champion: Signature, candidate: Signature): string[] {
  return [
    ...inputFaults(champion.inputs, candidate.inputs),
    ...outputFaults(champion.outputs, candidate.outputs),
  ];
}

type Fields = readonly SignatureField[] | null;

function inputFaults(champion: Fields, candidate: Fields): string[] {
  if (!candidate || !champion) return [];
  const given = byName(champion);
  return candidate.flatMap((field, at) => {
    const name = nameOf(field, at);
    const passed = given.get(name);
    if (!passed) {
      return field.required === false ? [] : [`input ${name} is new and callers do not send it`];
    }
    return fits(passed, field)
      ? []
      : [`input ${name} takes ${typeOf(field)}, callers send ${typeOf(passed)}`];
  });
}

function outputFaults(champion: Fields, candidate: Fields): string[] {
  if (!candidate || !champion) return [];
  const answered = byName(candidate);
  return champion.flatMap((field, at) => {
    const name = nameOf(field, at);
    const after = answered.get(name);
    if (!after) return [`output ${name} is missing`];
    return fits(after, field) ? [] : [`output ${name} is ${typeOf(after)}, callers read ${typeOf(field)}`];
  });
}

/** Tensors and columns without a name are known by their place. */
const nameOf = (field: SignatureField, at: number): string => field.name ?? `#${at + 1}`;

const byName = (fields: readonly SignatureField[]) =>
  new Map(fields.map((field, at) => [nameOf(field, at), field]));

function fits(from: SignatureField, to: SignatureField): boolean {
  const tensors = tensorOf(from) && tensorOf(to);
  if (tensors) return tensorFits(tensorOf(from), tensorOf(to));
  if (tensorOf(from) || tensorOf(to)) return false;
  const [a, b] = [typeOf(from), typeOf(to)];
  return a === b || (widens[a]?.includes(b) ?? false);
}

type Tensor = { dtype: string; shape: number[] };

function tensorOf(field: SignatureField): Tensor | null {
  const spec = field["tensor-spec"];
  if (typeof spec !== "object" || spec === null) return null;
  const { dtype, shape } = spec as { dtype?: unknown; shape?: unknown };
  return {
    dtype: String(dtype),
    shape: Array.isArray(shape) ? shape.map(Number) : [],
  };
}

/** -1 stands for any length. */
function tensorFits(from: Tensor | null, to: Tensor | null): boolean {
  if (!from || !to || from.dtype !== to.dtype || from.shape.length !== to.shape.length) return false;
  return from.shape.every((length, at) => to.shape[at] === -1 || to.shape[at] === length);
}

function typeOf(field: SignatureField): string {
  const tensor = tensorOf(field);
  if (tensor) return `${tensor.dtype}[${tensor.shape.join(", ")}]`;
  return typeof field.type === "string" ? field.type : JSON.stringify(field.type ?? "anything");
}
