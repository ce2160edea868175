/** Half-precision numbers: the engine has them, the language's types of this version do not. */
type Halves = { buffer: ArrayBuffer; [at: number]: number } & ArrayLike<number>;
type HalvesType = new (of: number | ArrayBufferLike) => Halves;

const { Float16Array: Type } = globalThis as unknown as { Float16Array: HalvesType };

export function bitsOfHalves(values: readonly number[]): Uint16Array {
  const halves = new Type(values.length);
  values.forEach((value, i) => {
    halves[i] = value;
  });
  return new Uint16Array(halves.buffer);
}

export const halvesOfBits = (bits: Uint16Array): ArrayLike<number> => new Type(bits.slice().buffer);
