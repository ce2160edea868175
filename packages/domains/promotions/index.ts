export { promotionDecided, promotionRequested } from "./events.ts";
export { personBehind } from "./person.ts";
