export { requireProvider } from "./store.ts";
