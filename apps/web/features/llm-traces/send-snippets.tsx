"use client";
import { Segmented } from "@triops/ui/segmented";
import { Snippet } from "@triops/ui/snippet";
import { useState } from "react";
import { javascriptSnippet, pythonSnippet } from "../llm-routes/snippets.ts";

const otel = (gatewayUrl: string) =>
  [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${gatewayUrl}`,
    'export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20$TRIOPS_API_KEY"',
    "# OpenInference, OpenLLMetry and the AI SDK send their spans the same way",
  ].join("\n");
const langfuse = (gatewayUrl: string) =>
  [
    `export LANGFUSE_BASE_URL=${gatewayUrl}`,
    "export LANGFUSE_PUBLIC_KEY=triops",
    'export LANGFUSE_SECRET_KEY="$TRIOPS_API_KEY"',
  ].join("\n");

const ways = [
  { value: "javascript", label: "OpenAI JS" },
  { value: "python", label: "OpenAI Python" },
  { value: "otel", label: "OpenTelemetry" },
  { value: "langfuse", label: "Langfuse" },
] as const;
type Way = (typeof ways)[number]["value"];

const write: Record<Way, (gatewayUrl: string) => string> = {
  javascript: (url) => javascriptSnippet(url, "<route>", "$TRIOPS_API_KEY"),
  python: (url) => pythonSnippet(url, "<route>", "$TRIOPS_API_KEY"),
  otel,
  langfuse,
};

/** The few lines that make calls show up, for each kind of client. */
export function SendSnippets({ gatewayUrl }: { gatewayUrl: string }) {
  const [way, setWay] = useState<Way>("javascript");
  return (
    <div className="flex w-full min-w-0 max-w-xl flex-col items-center gap-2">
      <Segmented size="sm" label="Client" options={ways} value={way} onValueChange={setWay} />
      <Snippet label="Set-up" code={write[way](gatewayUrl)} className="w-full" />
    </div>
  );
}
