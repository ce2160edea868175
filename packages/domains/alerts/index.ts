export { alertOpened, alertResolved, alertWorsened } from "./events.ts";
export { attachToIncident, countAlerts, findAlert } from "./store.ts";
