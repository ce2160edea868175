export {
  alertOpened,
  alertResolved,
  alertsOpened,
  alertsResolved,
  alertsUnsilenced,
  alertWorsened,
} from "./events.ts";
export { matchableLabels } from "./rules.ts";
export {
  type AlertFacts,
  attachEach,
  attachToIncident,
  countAlerts,
  findAlert,
  findAlerts,
  noteMoved,
} from "./store.ts";
