import { randomUUID } from "node:crypto";
import { putLabels, putPredictions } from "@triops/telemetry/predictions/testing";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";

/** One stored prediction of a deployment of its own, with its label. */
async function makePrediction({ context, runtime }: Caller) {
  const id = randomUUID();
  const deployment = `sample-${id.slice(0, 8)}`;
  const time = new Date(context.now.getTime() - 60_000);
  await putPredictions(runtime.telemetry, context.workspaceId, [
    { deployment, id, time, output: { score: 0.5 } },
  ]);
  await putLabels(runtime.telemetry, context.workspaceId, [{ deployment, id, value: 1, time }]);
  return { id, deployment };
}

const ofOne = async (caller: Caller) => ({ deployment: (await makePrediction(caller)).deployment });

export const samples: Samples = {
  "predictions.list": ofOne,
  "predictions.traffic": ofOne,
  "predictions.outputs": ofOne,
  "predictions.shadows": ofOne,
  "predictions.coverage": ofOne,
  "predictions.get": makePrediction,
};
