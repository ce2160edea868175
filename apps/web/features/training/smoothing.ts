/**
 * Exponential moving average whose early values are not pulled towards zero: each is divided by the weight given
 * so far, as TensorBoard does. `weight` 0 leaves the values as they are, near 1 smooths most. Gaps and values that
 * are not finite stay as they are and leave the average alone.
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  if (weight <= 0) return [...values];
  const finite = values.filter((value) => value !== null && Number.isFinite(value));
  // A constant must stay exactly itself, without the rounding of the division.
  if (finite.every((value) => value === finite[0])) return [...values];
  let last = 0;
  let weighed = 0;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return value;
    last = last * weight + (1 - weight) * value;
    weighed = weighed * weight + (1 - weight);
    return last / weighed;
  });
}
