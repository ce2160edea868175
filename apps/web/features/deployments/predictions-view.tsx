"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Deployment } from "@triops/domains/deployments/schemas";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { WithDrawer } from "@triops/ui/drawer";
import { Input } from "@triops/ui/input";
import { PageBody } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { ListTree } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useMe } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { fieldsOf } from "../models/signature.ts";
import { predictionColumns } from "./prediction-columns.tsx";
import { PredictionDrawer } from "./prediction-drawer.tsx";
import { predictionPages, type Span } from "./reads.ts";
import { askSnippet } from "./snippets.ts";
import { exampleBody } from "./try-form.ts";

const text = parseAsString.withDefault("");
const filterParsers = { role: text, version: text, errors: text, slower: text, output: text, user: text };
const addressParsers = { ...filterParsers, prediction: text };

const roleOptions = [
  { value: "", label: "All who answer" },
  { value: "champion", label: "Champion" },
  { value: "canary", label: "Canary" },
  { value: "shadow", label: "Shadow" },
  { value: "outside", label: "Made elsewhere" },
];
const errorOptions = [
  { value: "", label: "Failed or not" },
  { value: "true", label: "Failed" },
  { value: "false", label: "Not failed" },
];

type PredictionsViewProps = { deployment: Deployment; span: Span; live: boolean };

/** Every prediction that was stored in the range: what went in, what came out, who answered. */
export function PredictionsView({ deployment, span, live }: PredictionsViewProps) {
  const { gatewayUrl } = useMe();
  const [address, setAddress] = useQueryStates(addressParsers);
  const { prediction, slower, ...plain } = address;
  const filters = { ...plain, latencyMsMin: slower };
  const pages = useInfiniteQuery(predictionPages(deployment.name, span, filters));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const filtered = Object.values(filters).some((value) => value !== "");
  const set = (more: Partial<typeof address>) =>
    void setAddress(Object.fromEntries(Object.entries(more).map(([key, value]) => [key, value || null])));
  const champion = deployment.variants.find(({ role }) => role === "champion");
  const at = rows.findIndex((row) => row.id === prediction);
  const goTo = (index: number) => () => set({ prediction: rows[index]?.id ?? "" });
  return (
    <WithDrawer
      drawer={
        prediction !== "" && (
          <PredictionDrawer
            key={prediction}
            deployment={deployment.name}
            id={prediction}
            span={span}
            onClose={() => set({ prediction: "" })}
            {...(at > 0 ? { onPrevious: goTo(at - 1) } : {})}
            {...(at >= 0 && at < rows.length - 1 ? { onNext: goTo(at + 1) } : {})}
          />
        )
      }
    >
      <PageBody className="pt-4">
        <search className="flex flex-wrap items-center gap-2">
          <Select
            aria-label="Who answered"
            options={roleOptions}
            value={address.role}
            onValueChange={(role) => set({ role })}
            className="w-40"
          />
          <Select
            aria-label="Failed or not"
            options={errorOptions}
            value={address.errors}
            onValueChange={(errors) => set({ errors })}
            className="w-36"
          />
          <Input
            aria-label="Version"
            placeholder="Version"
            value={address.version}
            onChange={(event) => set({ version: event.target.value })}
            className="w-24"
          />
          <Input
            aria-label="Output"
            placeholder="Output"
            value={address.output}
            onChange={(event) => set({ output: event.target.value })}
            className="w-28"
          />
          <Input
            aria-label="Slower than, milliseconds"
            placeholder="Slower than, ms"
            inputMode="decimal"
            value={slower}
            onChange={(event) => set({ slower: event.target.value.replace(/[^\d.]/g, "") })}
            className="w-36"
          />
          <Input
            aria-label="User"
            placeholder="User"
            value={address.user}
            onChange={(event) => set({ user: event.target.value })}
            className="w-32"
          />
        </search>
        <DataTable
          caption="Predictions"
          columns={predictionColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => set({ prediction: row.id === prediction ? "" : row.id })}
          activeKey={prediction || null}
          loading={pages.isPending}
          refreshing={pages.isPlaceholderData && !live}
          hasMore={pages.hasNextPage}
          onLoadMore={() => void pages.fetchNextPage()}
          loadingMore={pages.isFetchingNextPage}
          error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
          empty={
            filtered ? (
              <EmptyFilter
                title="No prediction matches in this range"
                onClear={() => set({ role: "", version: "", errors: "", slower: "", output: "", user: "" })}
              />
            ) : (
              <EmptyNever
                title="No prediction in this range"
                icon={<ListTree aria-hidden="true" />}
                snippet={{
                  label: "Ask the deployment",
                  code: askSnippet(
                    gatewayUrl,
                    deployment.name,
                    exampleBody(fieldsOf(champion?.signature?.inputs ?? null)),
                  ),
                }}
              >
                Look at a longer time range, or ask the deployment, with a key that has the scope inference:
              </EmptyNever>
            )
          }
        />
      </PageBody>
    </WithDrawer>
  );
}
