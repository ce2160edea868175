export { monitorBreached, monitorDeleted, monitorRecovered } from "./events.ts";
