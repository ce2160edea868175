import { RowWriter } from "../client/row-binary.ts";
import type { Labels } from "./series.ts";

export const logsTable = "logs";
export const logColumns = [
  "workspace_id",
  "service",
  "service_namespace",
  "time",
  "id",
  "observed_time",
  "severity_number",
  "severity_text",
  "level",
  "body",
  "event_name",
  "template_id",
  "trace_id",
  "span_id",
  "session_id",
  "flags",
  "scope_name",
  "scope_version",
  "attributes",
  "resource",
  "retention_days",
] as const;

export type LogRow = {
  service: string;
  serviceNamespace: string;
  /** Nanoseconds since the epoch. */
  timeNs: bigint;
  /** Tells records of one instant apart, and is the same when a batch is sent again. */
  id: bigint;
  observedNs: bigint;
  /** 1 to 24; 0 when unspecified. */
  severityNumber: number;
  severityText: string;
  level: "" | "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  /** Text as it is; lists and maps as JSON. */
  body: string;
  eventName: string;
  templateId: string;
  /** Lower-case hex of 32 and 16 characters, or none. */
  traceId: string;
  spanId: string;
  sessionId: string;
  flags: number;
  scopeName: string;
  scopeVersion: string;
  attributes: Labels;
  resource: Labels;
};

let lastResource: Labels = [];
let lastBytes: Uint8Array = Buffer.of(0);

/** Records of one resource come one after another and share its attributes: they are encoded once. */
function resourceBytes(resource: Labels): Uint8Array {
  if (resource !== lastResource) {
    const writer = new RowWriter(1_024);
    writer.map(resource);
    lastBytes = writer.take();
    lastResource = resource;
  }
  return lastBytes;
}

export function writeLog(writer: RowWriter, workspace: Buffer, log: LogRow, retentionDays: number): void {
  writer.raw(workspace);
  writer.text(log.service);
  writer.text(log.serviceNamespace);
  writer.i64(log.timeNs);
  writer.u64(log.id);
  writer.i64(log.observedNs);
  writer.u8(log.severityNumber);
  writer.text(log.severityText);
  writer.text(log.level);
  writer.text(log.body);
  writer.text(log.eventName);
  writer.text(log.templateId);
  writer.text(log.traceId);
  writer.text(log.spanId);
  writer.text(log.sessionId);
  writer.u32(log.flags);
  writer.text(log.scopeName);
  writer.text(log.scopeVersion);
  writer.map(log.attributes);
  writer.raw(resourceBytes(log.resource));
  writer.u16(retentionDays);
  writer.endRow();
}

/**
 * Gives each record of one request its id: from its content, so that a batch that is sent again replaces itself, and
 * from how often the same content came before in the request, so that lines really logged twice stay two.
 */
export function logIds(): (log: Omit<LogRow, "id" | "templateId" | "observedNs" | "level">) => bigint {
  const times = new Map<string, number>();
  return (log) => {
    const hash = new ContentHash();
    hash.number(Number(log.timeNs & 0xffffffffn), Number((log.timeNs >> 32n) & 0xffffffffn));
    hash.number(log.severityNumber, log.flags);
    for (const text of [log.service, log.body, log.traceId, log.spanId, log.eventName]) hash.text(text);
    for (const [key, value] of log.attributes) {
      hash.text(key);
      hash.text(value);
    }
    const content = hash.key();
    const before = times.get(content) ?? 0;
    times.set(content, before + 1);
    hash.number(before, before);
    return hash.value();
  };
}

/**
 * 64 bits of what is fed to it, in two independent halves (multiply and rotate, as MurmurHash3 does). It tells records
 * of one nanosecond apart and need not withstand an attacker, who could only replace records of their own.
 */
class ContentHash {
  private low = 0x2545f491;
  private high = 0x1b873593;

  number(a: number, b: number): void {
    this.low = mix(this.low, a, 0xcc9e2d51);
    this.high = mix(this.high, b, 0x85ebca6b);
    this.low = mix(this.low, b, 0xc2b2ae35);
    this.high = mix(this.high, a, 0x27d4eb2f);
  }

  text(text: string): void {
    let { low, high } = this;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      low = mix(low, c, 0xcc9e2d51);
      high = Math.imul(high ^ c, 0x01000193);
      high = (high << 13) | (high >>> 19);
    }
    this.low = low;
    this.high = high;
    // "ab","c" is not "a","bc".
    this.number(text.length, text.length);
  }

  key(): string {
    return `${this.low},${this.high}`;
  }

  value(): bigint {
    return (BigInt(finish(this.high)) << 32n) | BigInt(finish(this.low));
  }
}

function mix(state: number, value: number, factor: number): number {
  const turned = Math.imul(state ^ Math.imul(value | 0, factor), 0x1b873593);
  return (turned << 15) | (turned >>> 17);
}

function finish(state: number): number {
  let rest = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  rest = Math.imul(rest ^ (rest >>> 13), 0xc2b2ae35);
  return (rest ^ (rest >>> 16)) >>> 0;
}
