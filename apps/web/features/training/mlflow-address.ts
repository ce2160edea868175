import { paths } from "../../shell/paths.ts";

/**
 * MLflow's client prints addresses of MLflow's own pages, `<server>/#/experiments/3/runs/<id>`; here is the page of
 * ours that shows the same. Null for anything else behind a `#`.
 */
export function placeOfMlflowAddress(hash: string): string | null {
  const [head, id, below, belowId] =
    hash
      .replace(/^#\//, "")
      .split("?")[0]
      ?.split("/")
      .map((part) => safely(part)) ?? [];
  if (!hash.startsWith("#/")) return null;
  if (head === "models" && id) {
    return below === "versions" && belowId ? paths.modelVersion(id, belowId) : paths.model(id);
  }
  if (head !== "experiments") return null;
  if (!id) return paths.training();
  if (below === "runs" && belowId) return paths.run(belowId);
  if (below === "models" && belowId) return paths.loggedModel(belowId);
  return paths.experiment(id);
}

function safely(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
