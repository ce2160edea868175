/** The folders programs are looked up in. */
export const searchPath = (): string => process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin";
