/** The folders programs are looked up in. */
export const searchPath = (): string => process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin";

/** Values for a child's environment. Other packages' types may demand names there that our children do not need. */
export const childEnv = (values: Record<string, string>): NodeJS.ProcessEnv => values as NodeJS.ProcessEnv;
