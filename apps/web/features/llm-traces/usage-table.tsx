import type { LlmSpan } from "@triops/domains/llm-traces/schemas";
import { TextLink } from "@triops/ui/text-link";
import { formatCount, formatUsd } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";

const words = (bucket: string): string => bucket.replaceAll("_", " ");

/** What a call used, by bucket: each token stands in one of them. */
export function UsageTable({ span }: { span: LlmSpan }) {
  return (
    <section>
      <h3 className="mb-1.5 text-body font-semibold text-ink-1">
        Usage{span.estimated && <span className="font-normal text-ink-3">, estimated by Triops</span>}
      </h3>
      <table className="w-full text-body">
        <thead className="text-dense text-ink-3">
          <tr>
            <th className="py-1 text-left font-normal">Bucket</th>
            <th className="py-1 text-right font-normal">Quantity</th>
            <th className="py-1 text-right font-normal">Cost</th>
          </tr>
        </thead>
        <tbody>
          {span.usage.map(({ bucket, quantity, costUsd }) => (
            <tr key={bucket} className="border-line-subtle border-t text-ink-1 tabular-nums">
              <td className="py-1">{words(bucket)}</td>
              <td className="py-1 text-right">{formatCount(quantity)}</td>
              <td className="py-1 text-right" title={costUsd ?? undefined}>
                {costUsd === null ? <span className="text-ink-3">–</span> : formatUsd(Number(costUsd))}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-line border-t font-medium text-ink-1 tabular-nums">
            <td className="py-1">Together</td>
            <td className="py-1 text-right">{formatCount(span.inputTokens + span.outputTokens)}</td>
            <td className="py-1 text-right" title={span.costUsd ?? undefined}>
              {span.costUsd === null ? "no price" : formatUsd(Number(span.costUsd))}
            </td>
          </tr>
        </tfoot>
      </table>
      {span.unpriced !== "" && (
        <p className="mt-1 text-dense text-ink-3">
          No price: {words(span.unpriced)}.{" "}
          <TextLink href={paths.routes({ view: "prices" })}>Set one</TextLink>
        </p>
      )}
      {span.statedCostUsd !== null && (
        <p className="mt-1 text-dense text-ink-3">The sender says {formatUsd(Number(span.statedCostUsd))}.</p>
      )}
    </section>
  );
}
