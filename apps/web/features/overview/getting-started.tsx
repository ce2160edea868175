import { Card } from "@triops/ui/card";
import { Snippet } from "@triops/ui/snippet";
import { TextLink } from "@triops/ui/text-link";
import { paths } from "../../shell/paths.ts";
import { otlpSnippet } from "../sources/snippets.ts";

/** Shown until the first telemetry arrives; the page then changes by itself. */
export function GettingStarted({ gatewayUrl }: { gatewayUrl: string }) {
  return (
    <Card title="Connect your first source">
      <ol className="flex list-decimal flex-col gap-3 pl-5 text-body text-ink-2">
        <li>
          <TextLink href={paths.apiKeys()}>Create an API key</TextLink> with the scope “ingest”.
        </li>
        <li>
          Give these to any program that has an OpenTelemetry SDK:
          <Snippet {...otlpSnippet(gatewayUrl)} className="mt-2 max-w-2xl" />
        </li>
        <li>Stay here: charts appear with the first points.</li>
      </ol>
    </Card>
  );
}
