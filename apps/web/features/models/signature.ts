/** One input, output or parameter of a model, in the words of MLflow's signatures. */
export type SignatureField = {
  /** Null for the only tensor of a model without names. */
  name: string | null;
  /** "double", "long", "string", "tensor(float32)", "array of double" … */
  type: string;
  required: boolean;
  /** Of tensors; −1 is a free dimension. */
  shape: number[] | null;
  defaultValue?: unknown;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads MLflow's JSON of a schema (a list, or its text as MLmodel files hold it); what is no schema has no fields. */
export function fieldsOf(schema: unknown): SignatureField[] {
  const parsed = typeof schema === "string" ? parsedOrNull(schema) : schema;
  return Array.isArray(parsed) ? parsed.filter(isRecord).map(fieldOf) : [];
}

function fieldOf(spec: Record<string, unknown>): SignatureField {
  const tensor = isRecord(spec["tensor-spec"]) ? spec["tensor-spec"] : null;
  const name = typeof spec.name === "string" && spec.name !== "" ? spec.name : null;
  const shape = tensor?.shape ?? spec.shape;
  return {
    name,
    type: tensor ? `tensor(${String(tensor.dtype ?? "float64")})` : typeOf(spec),
    required: spec.required !== false && spec.optional !== true && !("default" in spec),
    shape: Array.isArray(shape) && shape.every((size) => typeof size === "number") ? shape : null,
    ...("default" in spec ? { defaultValue: spec.default } : {}),
  };
}

function typeOf(spec: Record<string, unknown>): string {
  const type =
    typeof spec.type === "string" ? spec.type : typeof spec.dtype === "string" ? spec.dtype : "any";
  if (type === "array") return `array of ${isRecord(spec.items) ? typeOf(spec.items) : "any"}`;
  if (type === "map") return `map to ${isRecord(spec.values) ? typeOf(spec.values) : "any"}`;
  return type;
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** "[−1, 4]" with the free dimension as a word. */
export const shapeText = (shape: readonly number[]): string =>
  `[${shape.map((size) => (size < 0 ? "any" : String(size))).join(", ")}]`;
