import { type Attributes, SpanStatusCode, trace } from "@opentelemetry/api";

const tracer = trace.getTracer("triops");

/**
 * Runs `work` as a span of our own trace. Without an exporter (`@triops/providers/tracing`) this costs next to
 * nothing. Attributes carry ids and names, never contents.
 */
export function inSpan<Result>(
  name: string,
  attributes: Attributes,
  work: () => Promise<Result>,
): Promise<Result> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
      span.setAttribute("error.type", code ?? (error instanceof Error ? error.name : "unknown"));
      // No message: it may quote what a caller sent.
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
