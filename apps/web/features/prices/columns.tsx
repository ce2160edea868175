import type { Price, PriceTablePage } from "@triops/domains/prices/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import type { Column } from "@triops/ui/data-table";
import { Time } from "@triops/ui/time";
import { type BucketName, baseOf, bucketNames, ratesText, statedText } from "./words.ts";

export type PriceRow = Price & { now: number; refused: string | undefined; onOpen: (price: Price) => void };
export type TableRow = PriceTablePage["data"][number] & {
  refused: string | undefined;
  onAdd: (row: { provider: string; model: string }) => void;
};

function PriceState({ from, until, now }: Pick<PriceRow, "from" | "until" | "now">) {
  if (Date.parse(from) > now) return <Badge tone="outline">To come</Badge>;
  if (until !== null && Date.parse(until) <= now) return <Badge tone="unknown">Ended</Badge>;
  return <Badge tone="ok">Holds</Badge>;
}

const statedRates = ({ rates }: Price): { bucket: BucketName; usd: string }[] =>
  bucketNames.flatMap((bucket) => {
    const stated = rates[bucket];
    return stated === undefined ? [] : [{ bucket, usd: baseOf(stated) }];
  });

export const priceColumns: readonly Column<PriceRow>[] = [
  {
    id: "model",
    header: "Model",
    primary: true,
    cell: (row) => (
      <button
        type="button"
        onClick={() => row.onOpen(row)}
        className="min-w-0 rounded-control text-left hover:underline"
      >
        <span className="block truncate font-mono text-dense font-medium text-ink-1">{row.model}</span>
        <span className="block truncate text-dense text-ink-3">
          {row.provider ?? "whoever serves it"}
          {row.serviceTier && `, ${row.serviceTier}`}
        </span>
      </button>
    ),
  },
  { id: "state", header: "State", widthPx: 100, cell: (row) => <PriceState {...row} /> },
  {
    id: "rates",
    header: "Prices",
    cell: (row) => (
      <span
        className="truncate tabular-nums"
        title={Object.entries(row.rates)
          .map(([bucket, stated]) => `${bucket}: ${statedText(stated)}`)
          .join("\n")}
      >
        {ratesText(statedRates(row))}
        {row.inherits && <span className="text-ink-3"> and the base table</span>}
      </span>
    ),
  },
  {
    id: "from",
    header: "From",
    widthPx: 130,
    hideBelow: "md",
    cell: (row) => <Time at={row.from} format="absolute" />,
  },
  {
    id: "until",
    header: "Until",
    widthPx: 130,
    hideBelow: "lg",
    cell: (row) =>
      row.until ? <Time at={row.until} format="absolute" /> : <span className="text-ink-3">goes on</span>,
  },
  {
    id: "by",
    header: "By",
    widthPx: 130,
    hideBelow: "lg",
    cell: (row) => <span className="truncate">{row.createdByName}</span>,
  },
];

export const tableColumns: readonly Column<TableRow>[] = [
  {
    id: "model",
    header: "Model",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-mono text-dense text-ink-1">{row.model}</span>
        <span className="truncate text-dense text-ink-3">{row.provider}</span>
      </span>
    ),
  },
  {
    id: "rates",
    header: "Prices, USD",
    cell: (row) => <span className="truncate tabular-nums">{ratesText(row.rates, 4)}</span>,
  },
  {
    id: "own",
    header: "Own price",
    hideHeader: true,
    widthPx: 130,
    align: "end",
    cell: (row) => (
      <Button size="sm" variant="ghost" disabledReason={row.refused} onClick={() => row.onAdd(row)}>
        State another
      </Button>
    ),
  },
];
