/** Stages of MLflow, kept for clients that still use them. */
export const stages = ["None", "Staging", "Production", "Archived"] as const;
export type Stage = (typeof stages)[number];

/** Stage names are taken in any case. Null for what is none. */
export function stageOf(text: string): Stage | null {
  const lower = text.toLowerCase();
  return stages.find((stage) => stage.toLowerCase() === lower) ?? null;
}

/** What a workspace protects until somebody decides otherwise. */
export const protectedByDefault: readonly string[] = ["champion"];

/** Aliases are one name in any case: `Champion` is no way around `champion`. */
export const isProtected = (alias: string, protectedAliases: readonly string[]): boolean =>
  protectedAliases.some((name) => name.toLowerCase() === alias.toLowerCase());

/** The tag by which MLflow tells prompts from models, in one table. */
export const promptTag = "mlflow.prompt.is_prompt";

/**
 * Why a source cannot be one, or null. It names artifacts of this workspace, or an address that we only keep: it is
 * never opened on this machine.
 */
export function sourceFault(source: string): string | null {
  if (source.length > 5_000) return "longer than 5000 characters";
  let decoded = source;
  // Clients encode once; a second layer would hide a path from every check that follows.
  for (let layer = 0; layer < 3; layer++) {
    const next = decodedOnce(decoded);
    if (next === null) return "not a URI";
    if (next === decoded) break;
    if (/%2f|%5c/i.test(decoded)) return "an encoded slash";
    decoded = next;
  }
  if (decoded.includes("\u0000")) return "broken characters";
  if (decoded.split(/[/\\?#]/).includes("..")) return "a step outside by ..";
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(source)?.[1]?.toLowerCase();
  if (!scheme || scheme === "file" || scheme.length === 1) return "a path on a local disk";
  return null;
}

function decodedOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
