import { randomBytes } from "node:crypto";
import { type ChdbQueryStream, type ChdbResult, Session } from "chdb";
import { EngineError, engineErrorFrom } from "./engine-errors.ts";
import { quoteName, quoteString } from "./literals.ts";
import { sessionSettings, settingsChange } from "./settings.ts";

export interface RunOptions {
  database: string;
  settings: ReadonlyMap<string, string>;
  format: string;
  /** Aborted when the caller goes away: the query is then killed inside the engine. */
  signal: AbortSignal;
}

/** One native session with what was last SET on it, so that most requests need no SET at all. */
interface Seat {
  session: Session;
  settings: ReadonlyMap<string, string>;
  database: string;
}

/** A query that outlives its own time limit by this much is killed, and by `abandonMs` its session is given up. */
const KILL_GRACE_MS = 3_000;
const ABANDON_GRACE_MS = 20_000;
const NO_SETTINGS: ReadonlyMap<string, string> = new Map();

/**
 * The pool of native sessions on one data directory. One session runs one query at a time; different sessions
 * run side by side. chDB cannot interrupt a call, but KILL QUERY from another session does end the query.
 */
export class Engine {
  readonly #dataDir: string;
  readonly #arguments: string[];
  readonly #free: Seat[] = [];
  readonly #admin: Session;
  /** Sessions whose query could not be ended; each still holds a native thread. */
  abandoned = 0;
  readonly version: string;

  constructor(dataDir: string, configFile: string) {
    this.#dataDir = dataDir;
    this.#arguments = [
      `--config-file=${configFile}`,
      ...[...sessionSettings].map(([name, value]) => `--${name}=${value}`),
    ];
    this.#admin = this.#open();
    this.version = this.#admin.query("SELECT version()", "TabSeparatedRaw").trim();
  }

  #open(): Session {
    try {
      return new Session(this.#dataDir, { connectionArgs: this.#arguments });
    } catch (cause) {
      throw new Error(
        `Cannot open the ClickHouse data in ${this.#dataDir}: another process owns it or it cannot be read`,
        { cause },
      );
    }
  }

  /** Runs one statement and returns its whole result. */
  async run(sql: string, options: RunOptions, changesSession = false): Promise<ChdbResult> {
    return this.#withSeat(options, changesSession, (seat, tag) =>
      seat.session.queryAsync(`${tag} ${sql}`, { format: options.format }),
    );
  }

  /** Runs one SELECT and hands over chunks as they come; `onChunk` may wait for its reader. */
  async stream(
    sql: string,
    options: RunOptions,
    onChunk: (bytes: Uint8Array, rows: number) => Promise<void>,
  ) {
    return this.#withSeat(options, false, async (seat, tag) => {
      const stream: ChdbQueryStream = seat.session.queryStream(`${tag} ${sql}`, { format: options.format });
      for await (const chunk of stream) {
        if (options.signal.aborted) break;
        if (chunk.numBytes > 0) await onChunk(chunk.raw(), chunk.numRows);
      }
    });
  }

  /** Cheap proof that the engine still answers. */
  async ping(): Promise<void> {
    await this.#admin.queryAsync("SELECT 1", { format: "Null" });
  }

  /** Tables that show rows of other tables. */
  async views(): Promise<{ database: string; name: string; engine: string }[]> {
    const result = await this.#admin.queryAsync(
      `SELECT database, name, engine FROM system.tables WHERE engine NOT LIKE '%MergeTree'
       AND database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')`,
      { format: "JSONEachRow" },
    );
    const lines = Buffer.from(result.bytes()).toString("utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  }

  close(): void {
    for (const seat of this.#free) seat.session.close();
    this.#admin.close();
  }

  async #withSeat<T>(
    options: RunOptions,
    changesSession: boolean,
    use: (seat: Seat, tag: string) => Promise<T>,
  ): Promise<T> {
    const seat = this.#take(options);
    const tag = `/* q:${randomBytes(9).toString("hex")} */`;
    const kill = () => void this.#kill(tag);
    options.signal.addEventListener("abort", kill, { once: true });
    const limitMs =
      Number(options.settings.get("max_execution_time") ?? sessionSettings.get("max_execution_time")) * 1000;
    const killer = setTimeout(kill, limitMs + KILL_GRACE_MS);
    let abandoner: NodeJS.Timeout | undefined;
    let reusable = !changesSession;
    let native: Promise<T> | undefined;
    try {
      await this.#prepare(seat, options);
      const running = use(seat, tag);
      native = running;
      const stuck = new Promise<never>((_, reject) => {
        abandoner = setTimeout(() => {
          reusable = false;
          this.abandoned += 1;
          reject(new EngineError(159, "TIMEOUT_EXCEEDED", "The query could not be ended in time"));
        }, limitMs + ABANDON_GRACE_MS);
      });
      return await Promise.race([running, stuck]);
    } catch (error) {
      if (native === undefined) reusable = false; // a half-applied SET
      throw engineErrorFrom(error);
    } finally {
      clearTimeout(killer);
      clearTimeout(abandoner);
      options.signal.removeEventListener("abort", kill);
      if (reusable) this.#free.push(seat);
      else
        void Promise.resolve(native).then(
          () => seat.session.close(),
          () => seat.session.close(),
        );
    }
  }

  /** A free session, best one that already is as the caller wants it: inserts and reads each keep their own. */
  #take(options: RunOptions): Seat {
    const fits = (seat: Seat) =>
      seat.database === options.database && settingsChange(seat.settings, options.settings) === undefined;
    const seat = this.#free.splice(this.#free.findLastIndex(fits), 1)[0]; // index -1 takes the last one
    return seat ?? { session: this.#open(), settings: NO_SETTINGS, database: "default" };
  }

  async #prepare(seat: Seat, options: RunOptions): Promise<void> {
    if (seat.database !== options.database) {
      await seat.session.queryAsync(`USE ${quoteName(options.database)}`);
      seat.database = options.database;
    }
    const change = settingsChange(seat.settings, options.settings);
    if (change) {
      await seat.session.queryAsync(change);
      seat.settings = options.settings;
    }
  }

  async #kill(tag: string): Promise<void> {
    const pattern = quoteString(tag);
    try {
      await this.#admin.queryAsync(`KILL QUERY WHERE startsWith(query, ${pattern}) ASYNC`, {
        format: "Null",
      });
    } catch {
      // The query ended in the meantime, or the engine is going down; both end the query.
    }
  }
}
