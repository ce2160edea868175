/** Made-up identifiers that are nobody's data: what detectors find in them is wrong. The same ones in every run. */
export function identifiers(count: number): Record<string, string[]> {
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const of = (letters: string, length: number): string =>
    Array.from({ length }, () => letters[random(letters.length)]).join("");
  const digits = (length: number) => of("0123456789", length);
  const hex = (length: number) => of("0123456789abcdef", length);
  const codes = (length: number) => of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", length);
  const makers: Record<string, () => string> = {
    UUIDs: () => [8, 4, 4, 4, 12].map(hex).join("-"),
    digests: () => hex(40),
    "times in milliseconds": () => `17${digits(11)}`,
    "times as text": () => `2024-0${1 + random(9)}-1${digits(1)}T1${digits(1)}:${random(6)}0:00Z`,
    "order numbers": () => `order ${digits(8 + random(9))}`,
    numbers: () => digits(6 + random(12)),
    "numbers in fours": () => [4, 4, 4].map(digits).join(" "),
    decimals: () => `${digits(3)}.${digits(12)}`,
    versions: () => `v${digits(1)}.${digits(2)}.${digits(1)}`,
    "product codes": () => codes(8 + random(9)),
    "licence keys": () => [5, 5, 5, 5].map(codes).join("-"),
    base64: () => of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 64),
  };
  return Object.fromEntries(
    Object.entries(makers).map(([name, make]) => [name, Array.from({ length: count }, make)]),
  );
}
