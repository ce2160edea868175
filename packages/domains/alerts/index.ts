export {
  alertOpened,
  alertResolved,
  alertsOpened,
  alertsResolved,
  alertsUnsilenced,
  alertWorsened,
} from "./events.ts";
export {
  type AlertFacts,
  attachEach,
  attachToIncident,
  countAlerts,
  findAlerts,
  noteMoved,
} from "./store.ts";
