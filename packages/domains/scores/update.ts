import { notFound } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { type ScoreKind, scored } from "./rules.ts";
import { score, updateInput } from "./schemas.ts";
import { auditScore, requireScore } from "./store.ts";

/** Another value of the same kind, or another comment. @throws notFound, invalid */
export const update = defineVerb({
  name: "scores.update",
  permission: "scores:write",
  input: updateInput,
  output: score,
  run: async (work, { id, value, comment }) => {
    const { db } = work;
    const before = await requireScore(db, id);
    const data = {
      ...(value === undefined ? {} : scored(value, before.kind as ScoreKind)),
      ...(comment === undefined ? {} : { comment }),
    };
    const { count } = await db.score.updateMany({ where: { id }, data });
    if (count === 0) throw notFound("score");
    const row = await requireScore(db, id);
    work.audit({ subject: { type: "score", id }, before: auditScore(before), after: auditScore(row) });
    return row;
  },
});
