export { runAll } from "./run-all.ts";
export { stopChannel } from "./store.ts";
