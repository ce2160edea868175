import { InferenceSession, Tensor } from "onnxruntime-node";

/** The runtime in this process, without anything of ours: what a bench holds the served way against. */
export async function openDirect(model: Buffer, input: string) {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return async (row: Float64Array) => session.run({ [input]: new Tensor("float64", row, [1, row.length]) });
}
