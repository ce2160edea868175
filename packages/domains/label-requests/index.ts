export { labelRequestDecided, labelRequested } from "./events.ts";
