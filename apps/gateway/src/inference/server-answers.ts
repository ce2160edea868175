import type { Output } from "@triops/providers/inference/answer";
import { unnest } from "@triops/providers/inference/given";
import { readJson } from "@triops/providers/inference/read-json";
import { datatypes, elementCount, type ModelFace } from "@triops/providers/onnx/tensors";
import { z } from "zod";

const shape = z.array(z.int().min(-1)).max(16);
const info = z.object({ name: z.string(), datatype: z.enum(datatypes), shape });
const metadata = z.object({ inputs: z.array(info).min(1), outputs: z.array(info).default([]) });
const answer = z.object({
  outputs: z.array(
    z.object({
      name: z.string(),
      datatype: z.enum(datatypes),
      shape: z.array(z.int().min(0)).max(16),
      data: z.array(z.unknown()),
    }),
  ),
});

/** The metadata of a model as another server gives it; null when it is not that. */
export function readFace(body: Buffer): ModelFace | null {
  const parsed = metadata.safeParse(parse(body));
  return parsed.success ? parsed.data : null;
}

/** The outputs of another server's answer, flat; null when it is not that. */
export function readOutputs(body: Buffer): Output[] | null {
  const parsed = answer.safeParse(parse(body));
  if (!parsed.success) return null;
  try {
    const outputs = parsed.data.outputs.map((output) => ({
      ...output,
      data: unnest(output.data, output.name).values,
    }));
    return outputs.every(({ data, shape: sizes }) => data.length === elementCount(sizes)) ? outputs : null;
  } catch {
    return null;
  }
}

function parse(body: Buffer): unknown {
  try {
    return readJson(body.toString("utf8"), true);
  } catch {
    return null;
  }
}
