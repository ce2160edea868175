export { alertOpened, alertResolved, alertWorsened } from "./events.ts";
export { raise } from "./raise.ts";
export { type AlertFacts, attachToIncident, countAlerts, findAlert } from "./store.ts";
