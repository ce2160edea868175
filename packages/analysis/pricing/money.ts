/**
 * Money without floating point. A price is an exact decimal as its source wrote it; an amount is a whole number of
 * picodollars (1e-12 USD), the scale of `Decimal(18, 12)` in the telemetry tables.
 */
export type Decimal = { readonly digits: bigint; readonly scale: number };

/** Whole picodollars: 1 USD is `1_000_000_000_000n`. */
export type Picodollars = bigint;

const usdScale = 12;
const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Reads `0.075`, `1e-7` or a number. A number stands for its shortest decimal, which is what a price list meant by it.
 * @returns null when it is no finite decimal
 */
export function decimalOf(value: string | number | bigint): Decimal | null {
  // Counts of tokens, nearly always.
  if (Number.isSafeInteger(value)) return { digits: BigInt(value as number), scale: 0 };
  const match = form.exec(String(value).trim());
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return null;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(`${whole}${fraction}`) * (scale < 0 ? powerOfTen(-scale) : 1n);
  return { digits: sign === "-" ? -digits : digits, scale: Math.max(0, scale) };
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

/** `quantity` × `usd` / `per`, to the nearest picodollar, halves to the even one. */
export function amountOf(quantity: Decimal, usd: Decimal, per: bigint): Picodollars {
  const product = multiply(quantity, usd);
  return divideToEven(product.digits * powerOfTen(usdScale), per * powerOfTen(product.scale));
}

const powers: bigint[] = [];
function powerOfTen(exponent: number): bigint {
  powers[exponent] ??= 10n ** BigInt(exponent);
  return powers[exponent];
}

function divideToEven(dividend: bigint, divisor: bigint): bigint {
  const sign = dividend < 0n ? -1n : 1n;
  const magnitude = dividend * sign;
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return sign * (up ? quotient + 1n : quotient);
}

/** `1_500_000_000n` as `0.0015`: a plain decimal without trailing zeros. */
export function usdText(amount: Picodollars): string {
  const negative = amount < 0n;
  const padded = (negative ? -amount : amount).toString().padStart(usdScale + 1, "0");
  const fraction = padded.slice(-usdScale).replace(/0+$/, "");
  return `${negative ? "-" : ""}${padded.slice(0, -usdScale)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The other way, for amounts that a provider or an SDK states itself. */
export function picodollarsOf(usd: string | number): Picodollars | null {
  const decimal = decimalOf(usd);
  return decimal && amountOf(decimal, { digits: 1n, scale: 0 }, 1n);
}
