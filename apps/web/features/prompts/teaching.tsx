"use client";
import { Segmented } from "@triops/ui/segmented";
import { Snippet } from "@triops/ui/snippet";
import { useState } from "react";
import { useMe } from "../../data/me.tsx";

const ways = [
  { value: "langfuse", label: "Langfuse client" },
  { value: "gateway", label: "Gateway, by name" },
] as const;

/** The two ways in from programs, with the reader's own addresses. */
export function Teaching({ webUrl }: { webUrl: string }) {
  const { gatewayUrl } = useMe();
  const [way, setWay] = useState<(typeof ways)[number]["value"]>("langfuse");
  const code =
    way === "langfuse"
      ? [
          "pip install langfuse",
          `export LANGFUSE_BASE_URL=${webUrl} LANGFUSE_PUBLIC_KEY=triops`,
          "export LANGFUSE_SECRET_KEY=<an API key with the scopes read and write>",
          `python -c "from langfuse import Langfuse; Langfuse().create_prompt(name='greeting', prompt='Greet {{name}} in one sentence.', labels=['production'])"`,
        ].join("\n")
      : [
          `curl ${gatewayUrl}/v1/chat/completions \\`,
          '  -H "authorization: Bearer $TRIOPS_API_KEY" -H "content-type: application/json" \\',
          `  -d '{"model": "<a route>", "messages": [], "prompt": {"name": "greeting", "label": "production", "variables": {"name": "Ada"}}}'`,
        ].join("\n");
  return (
    <div className="mt-3 flex w-full min-w-0 flex-col items-center gap-2">
      <Segmented size="sm" label="From a program" options={ways} value={way} onValueChange={setWay} />
      <Snippet
        className="w-full"
        label={way === "langfuse" ? "Create a prompt with Langfuse's client" : "Call a prompt by its name"}
        code={code}
      />
    </div>
  );
}
