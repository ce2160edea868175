export {
  type Comparison,
  type Filter,
  type Ordering,
  parseFilter,
  parseOrdering,
  type Searched,
} from "./parse.ts";
export { conditionOf, jsonTextCondition, numberCondition, textCondition } from "./sql.ts";
