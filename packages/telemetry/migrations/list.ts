import { up as metrics } from "./0001_metrics.ts";
import { up as spans } from "./0002_spans.ts";
import { up as ingest } from "./0003_ingest.ts";
import { up as logs } from "./0004_logs.ts";
import { up as spansByTime } from "./0005_spans_by_time.ts";
import { up as services } from "./0006_services.ts";
import { up as logTemplates } from "./0007_log_templates.ts";
import { up as senders } from "./0008_senders.ts";
import { up as runMetrics } from "./0009_run_metrics.ts";
import { up as predictions } from "./0010_predictions.ts";
import { up as spansInFinerGranules } from "./0011_spans_in_finer_granules.ts";
import { up as llmSpans } from "./0012_llm_spans.ts";
import type { Dialect } from "./dialect.ts";

/** In order; a number is never reused and a released migration never changes. */
export const migrations: { name: string; up(dialect: Dialect): string[] }[] = [
  { name: "0001_metrics", up: metrics },
  { name: "0002_spans", up: spans },
  { name: "0003_ingest", up: ingest },
  { name: "0004_logs", up: logs },
  { name: "0005_spans_by_time", up: spansByTime },
  { name: "0006_services", up: services },
  { name: "0007_log_templates", up: logTemplates },
  { name: "0008_senders", up: senders },
  { name: "0009_run_metrics", up: runMetrics },
  { name: "0010_predictions", up: predictions },
  { name: "0011_spans_in_finer_granules", up: spansInFinerGranules },
  { name: "0012_llm_spans", up: llmSpans },
];
