"use client";
import { Segmented } from "@triops/ui/segmented";
import { Snippet } from "@triops/ui/snippet";
import { useState } from "react";
import { anthropicSnippet, curlSnippet, javascriptSnippet, pythonSnippet } from "./snippets.ts";

const ways = [
  { value: "javascript", label: "JavaScript", write: javascriptSnippet },
  { value: "python", label: "Python", write: pythonSnippet },
  { value: "curl", label: "curl", write: curlSnippet },
  { value: "anthropic", label: "Anthropic", write: anthropicSnippet },
] as const;
type Way = (typeof ways)[number]["value"];

type CallSnippetsProps = { gatewayUrl: string; model: string; keyText: string };

/** The same call in the words of each client. */
export function CallSnippets({ gatewayUrl, model, keyText }: CallSnippetsProps) {
  const [way, setWay] = useState<Way>("javascript");
  const chosen = ways.find(({ value }) => value === way) ?? ways[0];
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Segmented size="sm" label="Client" options={ways} value={way} onValueChange={setWay} />
      <Snippet label={`${chosen.label} example`} code={chosen.write(gatewayUrl, model, keyText)} />
    </div>
  );
}
