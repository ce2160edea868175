import protobuf from "protobufjs";

/**
 * Both messages as protobufjs reads them from their definition: an encoder that is independent of our reader. Copied
 * field for field from Prometheus' prompb/types.proto, prompb/remote.proto and prompb/io/prometheus/write/v2/types.proto.
 */
const definition = `
syntax = "proto3";
message WriteRequest { repeated TimeSeries timeseries = 1; repeated MetricMetadata metadata = 3; }
message MetricMetadata { int32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3;
  repeated Histogram histograms = 4; }
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
message Histogram { oneof count { uint64 count_int = 1; double count_float = 2; } double sum = 3; sint32 schema = 4;
  double zero_threshold = 5; oneof zero_count { uint64 zero_count_int = 6; double zero_count_float = 7; }
  repeated BucketSpan negative_spans = 8; repeated sint64 negative_deltas = 9; repeated double negative_counts = 10;
  repeated BucketSpan positive_spans = 11; repeated sint64 positive_deltas = 12; repeated double positive_counts = 13;
  int32 reset_hint = 14; int64 timestamp = 15; repeated double custom_values = 16; int64 start_timestamp = 17; }
message BucketSpan { sint32 offset = 1; uint32 length = 2; }
message Request { repeated string symbols = 4; repeated TimeSeries2 timeseries = 5; }
message TimeSeries2 { repeated uint32 labels_refs = 1; repeated Sample2 samples = 2; repeated Histogram histograms = 3;
  repeated Exemplar2 exemplars = 4; Metadata metadata = 5; }
message Sample2 { double value = 1; int64 timestamp = 2; int64 start_timestamp = 3; }
message Exemplar2 { repeated uint32 labels_refs = 1; double value = 2; int64 timestamp = 3; }
message Metadata { int32 type = 1; uint32 help_ref = 3; uint32 unit_ref = 4; }
`;

const root = protobuf.parse(definition, { keepCase: false }).root;

export type TestHistogram = Record<string, unknown>;

export type TestSeries = {
  /** In this order. */
  labels: [name: string, value: string][];
  samples?: { value: number; timestamp: number }[];
  histograms?: TestHistogram[];
  exemplars?: number;
  /** Version 2 only. */
  metadata?: { type: number; help?: string; unit?: string };
};

export type TestMetadata = { type: number; metricFamilyName: string; help?: string; unit?: string };

function encode(type: "WriteRequest" | "Request", json: object): Buffer {
  const message = root.lookupType(type);
  return Buffer.from(message.encode(message.fromObject(json)).finish());
}

/** prometheus.WriteRequest, uncompressed. */
export function encodeVersion1(
  series: readonly TestSeries[],
  metadata: readonly TestMetadata[] = [],
): Buffer {
  const timeseries = series.map((one) => ({
    labels: one.labels.map(([name, value]) => ({ name, value })),
    samples: one.samples ?? [],
    histograms: one.histograms ?? [],
    exemplars: Array.from({ length: one.exemplars ?? 0 }, () => ({ value: 1, timestamp: 1 })),
  }));
  return encode("WriteRequest", { timeseries, metadata: [...metadata] });
}

/** io.prometheus.write.v2.Request, uncompressed. */
export function encodeVersion2(series: readonly TestSeries[]): Buffer {
  const symbols = new Map<string, number>([["", 0]]);
  const ref = (text = "") => {
    if (!symbols.has(text)) symbols.set(text, symbols.size);
    return symbols.get(text) ?? 0;
  };
  const timeseries = series.map((one) => ({
    labelsRefs: one.labels.flatMap(([name, value]) => [ref(name), ref(value)]),
    samples: one.samples ?? [],
    histograms: one.histograms ?? [],
    exemplars: Array.from({ length: one.exemplars ?? 0 }, () => ({ value: 1, timestamp: 1 })),
    ...(one.metadata
      ? {
          metadata: {
            type: one.metadata.type,
            helpRef: ref(one.metadata.help),
            unitRef: ref(one.metadata.unit),
          },
        }
      : {}),
  }));
  return encode("Request", { symbols: [...symbols.keys()], timeseries });
}

/** Any message as it stands, for what a well-behaved encoder would not make. */
export const encodeRaw = (json: object): Buffer => encode("Request", json);
