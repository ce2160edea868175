import { TriopsError } from "@triops/kernel/errors";
import type { Caller } from "../../runtime.ts";
import { accessTo } from "../access.ts";
import { checkKey, checkLength, limits } from "../limits.ts";
import { type KeyValue, requireActiveRun } from "./entity.ts";

/** @throws invalid naming the tag; `field` is empty for a tag on its own. */
export function checkTags(tags: readonly KeyValue[], field = "tags"): readonly KeyValue[] {
  tags.forEach(({ key, value }, at) => {
    const name = field === "" ? "" : `${field}[${at}].`;
    checkKey(`${name}key`, key);
    checkLength(`${name}value`, value, limits.tagCharsMax);
  });
  return tags;
}

/** @throws notFound for the run, and for a tag that it has not */
export async function deleteRunTag(caller: Caller, runId: string, key: string): Promise<void> {
  const access = accessTo(caller, "write");
  const run = await requireActiveRun(access, runId);
  const { count } = await access.db.runTag.deleteMany({ where: { runId: run.id, key } });
  if (count === 0) throw new TriopsError("not_found", `No tag with name: ${key} in run with id ${runId}`);
}
