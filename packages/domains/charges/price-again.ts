import { picodollarsOf, usdText } from "@triops/analysis/pricing/money";
import type { Priced, Pricer } from "@triops/analysis/pricing/pricer";
import { usageOfRecord } from "@triops/analysis/pricing/recorded";
import type { NewCost, PricedCall } from "@triops/telemetry/llm/reprice";

const asStated = "cost_as_stated";

/**
 * What a recorded call costs by today's knowledge of the prices that held when it was made; null where nothing changes.
 * Which of the two model names goes first is as when it was recorded: the gateway asks for a model, an SDK tells of one.
 */
export function priceAgain(call: PricedCall, pricer: Pricer, provider: string | null): NewCost | null {
  const usage = usageOfRecord(call);
  const of = (model: string): Priced =>
    pricer.price(usage, { provider, model: model === "" ? null : model, at: new Date(call.timeMs) });
  const priced = call.source === "gateway" ? asAsked(call, of) : asTold(call, of);
  const stated = call.source === "gateway" ? null : call.statedUsd;
  const flags = call.flags.filter((flag) => flag !== asStated);
  const { timeMs, traceId, spanId } = call;
  const next: NewCost =
    priced.usd === null && stated !== null
      ? { timeMs, traceId, spanId, costUsd: stated, costs: [], unpriced: "", flags: [...flags, asStated] }
      : {
          ...{ timeMs, traceId, spanId, costUsd: priced.usd, flags },
          costs:
            priced.usd === null ? [] : priced.lines.map(({ bucket, amount }) => [bucket, usdText(amount)]),
          unpriced: priced.unpriced?.code ?? "",
        };
  const same = same12(next.costUsd, call.costUsd) && next.unpriced === call.unpriced;
  return same ? null : next;
}

/** The workspace's own price of the model asked for, else that of the one that answered, else of the one asked for. */
function asAsked({ model, responseModel }: PricedCall, of: (model: string) => Priced): Priced {
  const asked = of(model);
  if (asked.source?.kind === "override" || responseModel === "" || responseModel === model) return asked;
  const answered = of(responseModel);
  return answered.amount === null && asked.amount !== null ? asked : answered;
}

function asTold({ model, responseModel }: PricedCall, of: (model: string) => Priced): Priced {
  const priced = [...new Set([responseModel, model])].filter((name) => name !== "").map(of);
  return priced.find(({ amount }) => amount !== null) ?? priced[0] ?? of("");
}

/** Decimals with and without zeros at the end. */
const same12 = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : picodollarsOf(a) === picodollarsOf(b);
