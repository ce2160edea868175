export type { LabelFilter } from "./schemas.ts";
