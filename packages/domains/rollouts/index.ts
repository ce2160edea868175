export { rolloutFailed, rolloutSettled } from "./events.ts";
