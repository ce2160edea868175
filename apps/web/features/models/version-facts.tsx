"use client";
import type { ModelVersion, VersionFiles } from "@triops/domains/models/schemas";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { Facts } from "@triops/ui/facts";
import { Snippet } from "@triops/ui/snippet";
import { TextLink } from "@triops/ui/text-link";
import { formatValue } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { TagList } from "./tag-list.tsx";

type VersionFactsProps = { version: ModelVersion; files: VersionFiles | undefined };

/** Where it lies, what wrote it, and how to load it. */
export function VersionFacts({ version, files }: VersionFactsProps) {
  const flavors = files?.flavors ?? [];
  return (
    <Card title="About">
      <Facts
        items={[
          {
            label: "Source",
            value: <code className="break-all font-mono text-dense">{version.source}</code>,
          },
          ...(version.runId
            ? [
                {
                  label: "Run",
                  value: (
                    <TextLink href={paths.run(version.runId)} className="break-all font-mono text-dense">
                      {version.runId}
                    </TextLink>
                  ),
                },
              ]
            : []),
          ...(flavors.length > 0
            ? [
                {
                  label: "Flavours",
                  value: flavors
                    .map(({ name, detail }) => (detail ? `${name} (${detail})` : name))
                    .join(", "),
                },
              ]
            : []),
          ...(files?.sizeBytes ? [{ label: "Size", value: formatValue(files.sizeBytes, "bytes") }] : []),
          ...(files?.mlflowVersion ? [{ label: "MLflow", value: files.mlflowVersion }] : []),
          ...(version.description ? [{ label: "Description", value: version.description }] : []),
        ]}
      />
      {files?.missing && (
        <Notice tone="warning" className="mt-3">
          Its files could not be read: {files.missing}
        </Notice>
      )}
      <p className="mt-3 mb-1 text-body text-ink-3">Load it</p>
      <Snippet
        label="Address of the version"
        code={`mlflow.pyfunc.load_model("models:/${version.modelName}/${version.version}")`}
      />
      <TagList
        tags={version.tags}
        path={`/model-versions/${version.id}`}
        noun="model-versions"
        className="mt-3"
      />
    </Card>
  );
}
