import { notFound } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { score } from "./schemas.ts";
import { auditScore, requireScore } from "./store.ts";

/** @throws notFound */
export const remove = defineVerb({
  name: "scores.remove",
  permission: "scores:write",
  input: idInput,
  output: score,
  run: async (work, { id }) => {
    const before = await requireScore(work.db, id);
    const { count } = await work.db.score.deleteMany({ where: { id } });
    if (count === 0) throw notFound("score");
    work.audit({ subject: { type: "score", id }, before: auditScore(before), after: null });
    return before;
  },
});
