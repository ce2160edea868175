export { promotionDecided, promotionRequested } from "./events.ts";
