/** MLflow's ids are ours without dashes; those of logged models have `m-` before them. */
export const hexOf = (id: string): string => id.replaceAll("-", "");

/** Null for anything that is no id of ours, which is then not found. */
export function uuidOf(hex: string): string | null {
  if (!/^[0-9a-f]{32}$/.test(hex)) return null;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const modelIdOf = (id: string): string => `m-${hexOf(id)}`;
export const modelUuidOf = (modelId: string): string | null =>
  modelId.startsWith("m-") ? uuidOf(modelId.slice(2)) : null;

/** Experiments are known by their number; null for what cannot be one. */
export function experimentNumberOf(id: string): number | null {
  return /^\d{1,9}$/.test(id) ? Number(id) : null;
}
