export { kindsOfProviders, type ProviderKind } from "./rules.ts";
