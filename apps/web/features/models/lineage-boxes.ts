import type { Lineage, LineageNode } from "@triops/domains/models/schemas";
import { paths } from "../../shell/paths.ts";
import type { LineageBox, LineageKind } from "./lineage-words.ts";

const order: readonly LineageKind[] = ["dataset", "run", "logged-model", "version", "deployment"];

/** The boxes of the drawing, in the order in which things come from each other; `hereId` is the version shown. */
export function lineageBoxes(hereId: string, { nodes }: Pick<Lineage, "nodes">): LineageBox[] {
  return nodes
    .map((node) => ({
      id: node.id,
      kind: node.kind,
      name: node.name,
      detail: [node.detail, stateWord(node.state)].filter(Boolean).join(" · ") || undefined,
      href: addressOf(node),
      here: node.kind === "version" && node.subjectId === hereId,
    }))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** MLflow's states in words: "FINISHED" is finished, "LOGGED_MODEL_READY" ready; the stage "None" says nothing. */
function stateWord(state: string | null): string | null {
  if (state === null || state === "None") return null;
  return state
    .replace(/^LOGGED_MODEL_/, "")
    .replaceAll("_", " ")
    .toLowerCase();
}

/** "fraud v3" is a version's name; its page is found by model and number. */
const versionName = /^(.+) v(\d+)$/;

function addressOf({ kind, name, subjectId }: LineageNode): string | undefined {
  if (subjectId === null) return undefined;
  if (kind === "deployment") return paths.deployment(subjectId);
  if (kind === "run") return paths.run(subjectId);
  if (kind === "logged-model") return paths.loggedModel(subjectId);
  const [, model, number] = (kind === "version" && versionName.exec(name)) || [];
  return model && number ? paths.modelVersion(model, number) : undefined;
}
