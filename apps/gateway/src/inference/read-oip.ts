import { type GivenTensor, InputFault, unnest } from "@triops/providers/inference/given";
import { readJson } from "@triops/providers/inference/read-json";
import { type Datatype, datatypes, elementCount } from "@triops/providers/onnx/tensors";
import { z } from "zod";
import type { Asked } from "./request.ts";

const parameters = z.record(z.string(), z.unknown()).nullish();
const name = z.string().min(1).max(512);
const body = z.object({
  id: z.string().max(512).nullish(),
  parameters,
  inputs: z
    .array(
      z.object({
        name,
        shape: z
          .array(
            z
              .int()
              .min(0)
              .max(2 ** 31),
          )
          .max(16),
        datatype: z.enum(datatypes),
        parameters,
        data: z.unknown(),
      }),
    )
    .max(1_024),
  outputs: z.array(z.object({ name, parameters })).max(1_024).nullish(),
});

export type OipRequest = Asked & { id: string | null };

/**
 * An inference request of the Open Inference Protocol v2. Data is nested or flat, and as much as its shape says.
 * @throws InputFault
 */
export function readOip(raw: Buffer): OipRequest {
  const parsed = body.safeParse(readJson(raw.toString("utf8"), false));
  if (!parsed.success) throw new InputFault(firstFault(parsed.error));
  const { id, inputs, outputs } = parsed.data;
  const tensors = inputs.map((input): GivenTensor => {
    const { name: called, datatype, shape, data } = input;
    return { name: called, datatype, shape, values: dataOf(called, datatype, shape, data) };
  });
  return {
    id: id ?? null,
    given: { tensors },
    outputs: outputs && outputs.length > 0 ? outputs.map((one) => one.name) : null,
    params: null,
    asRecords: false,
    raw: { protocol: "oip", contentType: "application/json", body: raw },
  };
}

function dataOf(called: string, datatype: Datatype, shape: readonly number[], data: unknown): unknown[] {
  if (!Array.isArray(data)) throw new InputFault(`Input "${called}": data is missing or no list`);
  const { shape: nested, values } = unnest(data, `Input "${called}"`);
  const isFlat = nested.length <= 1;
  if (!isFlat && !(nested.length === shape.length && nested.every((size, i) => size === shape[i])))
    throw new InputFault(`Input "${called}": data has the shape [${nested}], not [${shape}]`);
  const count = elementCount(shape);
  if (values.length !== count)
    throw new InputFault(
      `Input "${called}": data has ${values.length} elements, the shape [${shape}] has ${count}`,
    );
  if (datatype === "BOOL" || datatype === "BYTES") {
    const type = datatype === "BOOL" ? "boolean" : "string";
    const odd = values.findIndex(
      (value) => typeof value !== type && !(type === "boolean" && (value === 0 || value === 1)),
    );
    if (odd >= 0) throw new InputFault(`Input "${called}": element ${odd} is not of type ${datatype}`);
  } else {
    const odd = values.findIndex(
      (value) =>
        typeof value !== "number" &&
        !(value === null && datatype.startsWith("FP")) &&
        typeof value !== "string",
    );
    if (odd >= 0) throw new InputFault(`Input "${called}": element ${odd} is not of type ${datatype}`);
  }
  return values;
}

function firstFault(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return path === "" ? (issue?.message ?? "Not an inference request") : `${path}: ${issue?.message}`;
}
