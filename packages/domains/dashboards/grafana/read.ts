/** Reads from JSON of which nothing is known: what has the wrong type is not there. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const objectAt = (from: Json, key: string): Json => {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  return isObject(value) ? value : {};
};
export const listAt = (from: Json, key: string): unknown[] => {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  return Array.isArray(value) ? value : [];
};
export const objectsAt = (from: Json, key: string): Json[] => listAt(from, key).filter(isObject);
export const textAt = (from: Json, key: string, charactersMax = 500): string => {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  return typeof value === "string" ? value.slice(0, charactersMax) : "";
};
/** Finite numbers, also as text: old dashboards wrote them so. */
export const numberAt = (from: Json, key: string): number | null => {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
};
export const flagAt = (from: Json, key: string): boolean => Object.hasOwn(from, key) && from[key] === true;

export const clamp = (value: number, min: number, max: number): number =>
  Math.min(max, Math.max(min, Math.round(value)));
