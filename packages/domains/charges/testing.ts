import { newId } from "@triops/kernel/ids";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";

/** A run that has not begun, whatever else is under way. */
const ofOne = async ({ context, runtime }: Caller) => {
  const row = await runtime.database.repricing.create({
    data: {
      id: newId(),
      workspaceId: context.workspaceId,
      from: new Date(context.now.getTime() - 3_600_000),
      to: context.now,
      startedById: context.actor.id,
      startedByName: context.actor.name,
    },
  });
  return { id: row.id };
};

export const samples: Samples = {
  "charges.reprice": async ({ context, runtime }) => {
    await runtime.database.repricing.updateMany({
      where: { workspaceId: context.workspaceId, finishedAt: null },
      data: { state: "cancelled", finishedAt: context.now },
    });
    return { from: new Date(context.now.getTime() - 3_600_000).toISOString() };
  },
  "charges.get-repricing": ofOne,
  "charges.cancel-repricing": ofOne,
};
