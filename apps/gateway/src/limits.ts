/** Every bound of the gateway in one place. */
export const limits = {
  /** Of a request's body, on the wire and after decompression: OTLP's recommended 20 MiB. */
  bodyBytesMax: 20 * 1024 * 1024,
  /** Of a request with changes. */
  changesBytesMax: 1024 * 1024,
  /** A body may grow to this in any case, and beyond it to a hundred times its compressed size. */
  inflateFreeBytes: 1024 * 1024,
  inflateRatioMax: 100,
  /** Bodies being read, decompressed or waiting for the store, together; above it the answer is 503. */
  bodyBytesInFlightMax: 128 * 1024 * 1024,
  /** Rows that wait for ClickHouse, per table; above it the answer is 503. */
  pendingBytesMax: 64 * 1024 * 1024,
  /** How far ahead of our clock a sample's time may be. */
  aheadMsMax: 10 * 60_000,
  labelNameCharsMax: 256,
  labelValueCharsMax: 4_096,
  metricNameCharsMax: 512,
  /** What a sender says about a metric is cut to this. */
  descriptionCharsMax: 1_024,
  /** A log record's body; longer ones are refused one by one. */
  logBodyCharsMax: 1_000_000,
  /** What the log template miner remembers, about 100 MB when all of it is used. */
  logMiner: { servicesMax: 200, templatesPerServiceMax: 500, shapesPerServiceMax: 2_000 },
  /** A request waits this long for a store that went away; while it stays away, only the shorter time. */
  storeWaitMs: 5_000,
  storeAwayWaitMs: 500,
} as const;
