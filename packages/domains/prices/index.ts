export { priceProviders, type RecordedCall } from "./row-provider.ts";
export { ownPrices } from "./store.ts";
