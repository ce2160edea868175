import { type LogLine, readLogLine } from "./log-lines.ts";

const COLOURS: Record<string, number> = {
  web: 36,
  gateway: 35,
  worker: 33,
  postgres: 34,
  redis: 31,
  clickhouse: 32,
};
const LEVELS = { debug: 0, info: 1, warn: 2, error: 3 } as const;
const NAME_WIDTH = 10;

export interface Console {
  /** A line of a child's output. */
  line: (name: string, text: string) => void;
  /** Something the supervisor itself has to say. */
  say: (text: string, level?: LogLine["level"]) => void;
  /** A step that somebody else ran is done. */
  done: (what: string, seconds: number) => void;
  /** Runs a step and prints its outcome with its time. */
  step: <T>(what: string, run: () => Promise<T>) => Promise<T>;
}

export interface ConsoleOptions {
  colour: boolean;
  /** Lines below this are not shown. */
  level: keyof typeof LEVELS;
  now?: () => Date;
  write?: (text: string) => void;
}

/** Prints children's lines with their names in front, and the supervisor's own with a mark. */
export function createConsole(options: ConsoleOptions): Console {
  const {
    colour,
    level,
    now = () => new Date(),
    write = (text) => void process.stdout.write(text),
  } = options;
  const paint = (code: number, text: string) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  const clock = () => paint(90, now().toISOString().slice(11, 19));
  const marks = { debug: "", info: "", warn: paint(33, "warn "), error: paint(31, "error ") };
  const print = (name: string, line: LogLine) => {
    if (LEVELS[line.level] < LEVELS[level]) return;
    const tag = paint(COLOURS[name] ?? 37, name.padEnd(NAME_WIDTH));
    write(`${clock()} ${tag} ${marks[line.level]}${line.text}\n`);
  };
  const done = (what: string, seconds: number) =>
    write(`${paint(32, "✓")} ${what} (${seconds.toFixed(1)} s)\n`);
  return {
    done,
    line: (name, text) => {
      if (text.trim() !== "") print(name, readLogLine(text));
    },
    say: (text, severity = "info") => print("triops", { level: severity, text }),
    step: async (what, run) => {
      const startedAt = performance.now();
      const result = await run();
      done(what, (performance.now() - startedAt) / 1000);
      return result;
    },
  };
}
