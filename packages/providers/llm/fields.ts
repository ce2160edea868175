/** JSON from outside is read field by field: nothing about its shape is taken for granted. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
export const countOf = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;

/** A request says something that the other form has no words for. `param` is the place in the caller's own body. */
export class Untranslatable extends Error {
  override name = "Untranslatable";
  readonly param: string;

  constructor(param: string, why: string) {
    super(`${param} ${why}`);
    this.param = param;
  }
}

/** One event of a stream; `event` is empty where the form names none. */
export type WireEvent = { event: string; data: Fields | "[DONE]" };
