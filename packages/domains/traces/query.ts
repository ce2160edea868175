import { type SpanFilter, spanColumnNames } from "@triops/telemetry/traces/filter";
import { parseSearch } from "../search-text.ts";

/**
 * The search language of traces: `service:checkout duration>500ms status:error attr.http.route=/pay "text"`, in the
 * grammar of `../search-text.ts`. A trace fits when one of its spans fits the whole search.
 */
export const parseTraceQuery = (text: string): SpanFilter => parseSearch(text, spanColumnNames);
