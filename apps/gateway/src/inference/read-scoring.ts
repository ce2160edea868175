import {
  type Given,
  type GivenTensor,
  InputFault,
  type Table,
  unnest,
} from "@triops/providers/inference/given";
import { readJson } from "@triops/providers/inference/read-json";
import { InferenceFault } from "./fault.ts";
import { readCsv } from "./read-csv.ts";
import type { Asked } from "./request.ts";

const forms = ["dataframe_split", "dataframe_records", "instances", "inputs"] as const;
const languageModelKeys = ["messages", "prompt", "input"];
/** MLflow's own sentences. */
const oneForm =
  "The input must be a JSON dictionary with exactly one of the input fields {'dataframe_records', 'dataframe_split', 'instances', 'inputs'}";
const changed =
  "IMPORTANT: The MLflow Model scoring protocol has changed in MLflow version 2.0. If you are seeing this error, you are likely using an outdated scoring request format.";
const rowsMax = 100_000;
const types = ["text/csv", "application/json"];

/** The body of MLflow's `/invocations`. @throws InputFault, InferenceFault 415 */
export function readScoring(contentType: string, body: Buffer): Asked {
  const type = checkType(contentType);
  const raw = { protocol: "mlflow", contentType, body } as const;
  const text = utf8(body);
  const plain = { outputs: null, params: null, raw };
  if (type === "text/csv") return { ...plain, given: { table: readCsv(text) }, asRecords: true };
  const json = readJson(text, true);
  if (!isRecord(json))
    throw new InputFault(`${oneForm}. Received ${Array.isArray(json) ? "a list" : "unexpected input type"}.`);
  const present = forms.filter((form) => Object.hasOwn(json, form));
  if (present.length === 0 && languageModelKeys.some((key) => Object.hasOwn(json, key)))
    return { ...plain, given: null, asRecords: false };
  const [form] = present;
  if (form === undefined || present.length > 1) {
    const fields = Object.keys(json)
      .slice(0, 20)
      .map((key) => `'${key.slice(0, 40)}'`);
    throw new InputFault(
      `${oneForm}. Received dictionary with input fields: [${fields.join(", ")}]. ${changed}`,
    );
  }
  const { params = null } = json;
  if (params !== null && !isRecord(params)) throw new InputFault("params must be a JSON object");
  return { ...plain, ...readForm(form, json[form]), params };
}

function readForm(form: (typeof forms)[number], value: unknown): { given: Given; asRecords: boolean } {
  switch (form) {
    case "dataframe_split":
      return { given: { table: readSplit(value) }, asRecords: true };
    case "dataframe_records":
      return { given: { table: readRecords(value, "dataframe_records") }, asRecords: true };
    case "instances":
      if (Array.isArray(value) && value.length > 0 && value.every(isRecord))
        return { given: namedOfInstances(value), asRecords: false };
      return { given: { tensors: [tensorOf(null, value, "instances")] }, asRecords: false };
    default:
      if (isRecord(value)) {
        const tensors = Object.entries(value).map(([name, data]) =>
          tensorOf(name, data, `inputs["${name}"]`),
        );
        if (tensors.length === 0) throw new InputFault("inputs is empty");
        return { given: { tensors }, asRecords: false };
      }
      return { given: { tensors: [tensorOf(null, value, "inputs")] }, asRecords: false };
  }
}

/** An example as MLflow keeps it beside a model: one of the four forms, or what would stand in one. @throws InputFault */
export function readExample(example: unknown): { given: Given; asRecords: boolean } {
  if (Array.isArray(example) && example.length > 0 && example.every(isRecord))
    return readForm("dataframe_records", example);
  if (!isRecord(example)) return readForm("inputs", example);
  const form = forms.find((one) => Object.hasOwn(example, one));
  if (form) return readForm(form, example[form]);
  if (Object.hasOwn(example, "columns") && Object.hasOwn(example, "data"))
    return readForm("dataframe_split", example);
  return readForm("inputs", example);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readSplit(value: unknown): Table {
  if (!isRecord(value)) throw new InputFault("Dataframe split format must be a dictionary.");
  const { columns, data } = value;
  if (!Array.isArray(data) || !data.every(Array.isArray))
    throw new InputFault("dataframe_split: data must be a list of rows");
  const width = data[0]?.length ?? 0;
  const names = columns === undefined ? Array.from({ length: width }, (_, i) => String(i)) : columns;
  if (!Array.isArray(names)) throw new InputFault("dataframe_split: columns must be a list of names");
  const rows = data as unknown[][];
  if (rows.length > rowsMax) throw new InputFault(`More than ${rowsMax} rows`);
  const odd = rows.findIndex((row) => row.length !== names.length);
  if (odd >= 0)
    throw new InputFault(`${names.length} columns passed, passed data had ${rows[odd]?.length} columns`);
  // Numbers are names, too: pandas counts columns that have none.
  if (names.some((name) => typeof name !== "string" && typeof name !== "number"))
    throw new InputFault("dataframe_split: the name of a column is a text or a number");
  return { columns: uniqueNames(names.map(String)), rows };
}

function uniqueNames(names: string[]): string[] {
  if (new Set(names).size !== names.length) throw new InputFault("A column is named twice");
  return names;
}

function readRecords(value: unknown, form: string): Table {
  if (!Array.isArray(value) || !value.every(isRecord))
    throw new InputFault("Dataframe records format must be a list of records.");
  if (value.length > rowsMax) throw new InputFault(`${form}: more than ${rowsMax} rows`);
  const columns = [...new Set(value.flatMap((row) => Object.keys(row)))];
  return {
    columns,
    rows: value.map((row) => columns.map((column) => (Object.hasOwn(row, column) ? row[column] : null))),
  };
}

/** Objects, one per instance, each with the same names. */
function namedOfInstances(instances: readonly Record<string, unknown>[]): Given {
  const names = Object.keys(instances[0] as object);
  if (
    instances.some(
      (one) => Object.keys(one).length !== names.length || !names.every((name) => Object.hasOwn(one, name)),
    )
  )
    throw new InputFault("The instances differ in their names");
  return {
    tensors: names.map((name) =>
      tensorOf(
        name,
        instances.map((one) => one[name]),
        `instances["${name}"]`,
      ),
    ),
  };
}

function tensorOf(name: string | null, data: unknown, where: string): GivenTensor {
  const { shape, values } = unnest(Array.isArray(data) ? data : [data], where);
  const odd = values.find((value) => typeof value === "object" && value !== null);
  if (odd !== undefined)
    throw new InputFault(`${where}: holds something that is no number, text or truth value`);
  return { name, datatype: null, shape, values };
}

/** @throws InferenceFault 415, in MLflow's words */
function checkType(contentType: string): string {
  const [type = "", ...parameters] = contentType.split(";").map((part) => part.trim());
  for (const parameter of parameters) {
    const [key = "", value = ""] = parameter.split("=", 2);
    if (key.toLowerCase() !== "charset")
      throw new InferenceFault(415, `Unrecognized content type parameters: ${key.slice(0, 100)}. ${changed}`);
    if (value.replaceAll('"', "").toLowerCase() !== "utf-8")
      throw new InferenceFault(415, "The scoring server only supports UTF-8");
  }
  if (types.includes(type.toLowerCase())) return type.toLowerCase();
  throw new InferenceFault(
    415,
    `This predictor only supports the following content types: Types: ['text/csv', 'application/json']. Got '${contentType.slice(0, 100)}'.`,
  );
}

function utf8(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new InputFault("The body is not UTF-8");
  }
}
