import { availableParallelism } from "node:os";
import { EngineError } from "./engine-errors.ts";
import { quoteString } from "./literals.ts";

/**
 * Limits every query runs under. `standard` holds when the caller says nothing, `most` is what a caller may ask
 * for; zero means "no limit" to the engine and therefore also becomes `most`.
 */
export const limits = {
  max_execution_time: { standard: 30, most: 600 }, // s
  max_memory_usage: { standard: 1_500_000_000, most: 4_000_000_000 }, // bytes
  max_rows_to_read: { standard: 2_000_000_000, most: 20_000_000_000 },
  max_result_rows: { standard: 10_000_000, most: 200_000_000 },
  max_result_bytes: { standard: 1_000_000_000, most: 8_000_000_000 },
  max_threads: { standard: Math.min(8, availableParallelism()), most: 64 },
} as const;

const GIB = 1_073_741_824;

/** Settings of every session besides the limits. */
const base: Record<string, string> = {
  // Group commit happens in the callers; an acknowledged insert must be a written one.
  async_insert: "0",
  wait_for_async_insert: "1",
  // Only a batch with a token is a retry of itself; equal rows without one are meant twice.
  deduplicate_insert: "disable",
  // Rendered parameters are part of the text, so that long lists need room.
  max_query_size: String(64 * 1024 * 1024),
  max_bytes_before_external_group_by: String(GIB / 2),
  max_bytes_before_external_sort: String(GIB / 2),
  input_format_parallel_parsing: "0", // saves a thread pool per insert; RowBinary gains nothing from it
  log_queries: "0",
};

/** Session settings by name, limits included. */
export const sessionSettings: ReadonlyMap<string, string> = new Map([
  ...Object.entries(base),
  ...Object.entries(limits).map(([name, limit]) => [name, String(limit.standard)] as const),
]);

/** URL parameters that steer the HTTP exchange and are not settings of the engine. */
const TRANSPORT = new Set(
  (
    "query database default_format user password query_id session_id session_timeout session_check role compress " +
    "decompress buffer_size wait_end_of_query quota_key stacktrace enable_http_compression " +
    "http_zlib_compression_level network_compression_method send_progress_in_http_headers " +
    "http_headers_progress_interval_ms cancel_http_readonly_queries_on_client_close " +
    "http_write_exception_in_output_format http_response_buffer_size http_receive_timeout http_send_timeout " +
    "http_wait_end_of_query readonly http_make_head_request close_session"
  ).split(" "),
);

/** The engine settings among the URL parameters, clamped. Throws code 115 on a name no setting can have. */
export function settingsFromUrl(parameters: Iterable<[string, string]>): Map<string, string> {
  const out = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (TRANSPORT.has(name) || name.startsWith("param_")) continue;
    if (!/^[A-Za-z_][A-Za-z0-9_.]{0,127}$/.test(name)) {
      throw new EngineError(115, "UNKNOWN_SETTING", `Unknown setting '${name.slice(0, 100)}'`);
    }
    out.set(name, name in limits ? clamp(name as keyof typeof limits, value) : value);
  }
  if (out.has("insert_deduplication_token") && !out.has("deduplicate_insert"))
    out.set("deduplicate_insert", "enable");
  return out;
}

function clamp(name: keyof typeof limits, value: string): string {
  const asked = Number(value);
  if (!Number.isFinite(asked) || asked < 0) {
    throw new EngineError(72, "CANNOT_PARSE_NUMBER", `Setting ${name} must be a number of at least 0`);
  }
  return String(asked === 0 ? limits[name].most : Math.min(asked, limits[name].most));
}

/** The SET statement that takes a session from what it has to what the request wants; undefined when equal. */
export function settingsChange(
  current: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): string | undefined {
  const changes: string[] = [];
  for (const [name, value] of wanted) {
    if (current.get(name) !== value) changes.push(`${name}=${quoteString(value)}`);
  }
  for (const name of current.keys()) {
    if (wanted.has(name)) continue;
    const standard = sessionSettings.get(name);
    changes.push(standard === undefined ? `${name}=DEFAULT` : `${name}=${quoteString(standard)}`);
  }
  return changes.length === 0 ? undefined : `SET ${changes.join(", ")}`;
}

/** Settings that differ from insert to insert: as SET on the session each would cost a statement of its own. */
const OF_ONE_INSERT = ["insert_deduplication_token", "log_comment"] as const;

/** Splits an insert's settings into those its session keeps for the next one and those of its own statement. */
export function perInsertSettings(settings: ReadonlyMap<string, string>): {
  session: Map<string, string>;
  inline: Map<string, string>;
} {
  const session = new Map(settings);
  const inline = new Map<string, string>();
  for (const name of OF_ONE_INSERT) {
    const value = session.get(name);
    if (value === undefined) continue;
    inline.set(name, value);
    session.delete(name);
  }
  return { session, inline };
}
