import { parse } from "yaml";
import { type Signature, signature, type VersionFiles } from "./schemas.ts";

export type Description = Pick<VersionFiles, "signature" | "flavors" | "sizeBytes" | "mlflowVersion"> & {
  inputExample: null;
  /** Below the model's folder. */
  examplePath: string | null;
  signatureTexts: { inputs: string | null; outputs: string | null; params: string | null };
};

const flavorsMax = 20;

type Loose = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null =>
  typeof value === "string" && value !== "null" ? value : null;

/** What an `MLmodel` file says; null for one that cannot be read. It comes from whoever trained: nothing is believed. */
export function readDescription(text: string): Description | null {
  const file = parsed(text);
  if (!isObject(file)) return null;
  const raw = isObject(file.signature) ? file.signature : {};
  const signatureTexts = {
    inputs: textOf(raw.inputs),
    outputs: textOf(raw.outputs),
    params: textOf(raw.params),
  };
  const flavors = isObject(file.flavors) ? file.flavors : {};
  const example = isObject(file.saved_input_example_info) ? file.saved_input_example_info : {};
  const size = Number(file.model_size_bytes);
  return {
    signature: signatureIn(signatureTexts),
    signatureTexts,
    flavors: Object.entries(flavors)
      .slice(0, flavorsMax)
      .map(([name, about]) => ({ name, detail: detailOf(name, about) })),
    sizeBytes: Number.isFinite(size) && size > 0 ? size : null,
    mlflowVersion: textOf(file.mlflow_version),
    inputExample: null,
    examplePath: safePath(textOf(example.artifact_path)),
  };
}

function parsed(text: string): unknown {
  try {
    // No aliases: a short file could otherwise unfold into a huge one.
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return null;
  }
}

/** One plain file name beside the `MLmodel` file. */
const safePath = (path: string | null): string | null =>
  path && /^[\w][\w.-]{0,200}$/.test(path) ? path : null;

/** The version of the library that made it, as `scikit-learn 1.7.2`. */
function detailOf(name: string, about: unknown): string {
  if (!isObject(about)) return "";
  const version = Object.entries(about).find(
    ([key]) => /(?:_version|^version)$/.test(key) && key !== "loader_version",
  );
  const model = textOf(about.model_class) ?? textOf(about.loader_module) ?? "";
  const said = version ? String(version[1]) : "";
  return (name === "python_function" ? model : said || model).slice(0, 100);
}

function signatureIn(texts: Description["signatureTexts"]): Signature | null {
  const found = signature.safeParse({
    inputs: jsonIn(texts.inputs),
    outputs: jsonIn(texts.outputs),
    params: jsonIn(texts.params),
  });
  return found.success && (found.data.inputs || found.data.outputs) ? found.data : null;
}

function jsonIn(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
