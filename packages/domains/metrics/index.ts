export { filterList, type LabelFilter, labelFilter } from "./schemas.ts";
