/** Decimal texts of USD with at most twelve decimals, as the ledger keeps them. */
const decimals = 12;

function picodollars(usd: string): bigint {
  const [whole = "0", fraction = ""] = usd.split(".");
  return BigInt(whole) * 10n ** BigInt(decimals) + BigInt(fraction.slice(0, decimals).padEnd(decimals, "0"));
}

/** Exact; null when either is unknown. */
export function addUsd(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null;
  const sum = (picodollars(a) + picodollars(b)).toString().padStart(decimals + 1, "0");
  const fraction = sum.slice(-decimals).replace(/0+$/, "");
  return fraction === "" ? sum.slice(0, -decimals) : `${sum.slice(0, -decimals)}.${fraction}`;
}
