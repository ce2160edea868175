import { pointOf, variantAt } from "@triops/domains/deployments/rules";
import type { PublishedDeployment, PublishedVariant } from "@triops/domains/deployments/snapshot-schemas";
import { type Output, rowsOfGiven, rowsOfOutputs } from "@triops/providers/inference/answer";
import { type Given, rowCount } from "@triops/providers/inference/given";
import { columnNames, enforce } from "@triops/providers/inference/signature";
import type { PredictionLog, PredictionNote } from "../predictions/prediction-log.ts";
import { asFault, codeOf, InferenceFault } from "./fault.ts";
import type { Asked } from "./request.ts";
import { type Answered, signatureOf, type Target } from "./targets.ts";

export type Who = {
  keyId: string;
  requestId: string;
  service: string;
  user: string;
  /** Value of the header that a deployment names for stickiness. */
  header(name: string): string | undefined;
};

export type Served = { variant: PublishedVariant; answered: Answered };

export type Server = {
  /**
   * `pinned` answers whatever the weights, alone: nobody takes its place and no shadow is asked.
   * @throws InferenceFault, or what nobody foresaw
   */
  serve(
    deployment: PublishedDeployment,
    asked: Asked,
    who: Who,
    pinned: PublishedVariant | null,
  ): Promise<Served>;
  targetOf(variant: PublishedVariant): Target;
  shadows(): { running: number; dropped: number };
  /** Waits for shadows that are under way. */
  drain(): Promise<void>;
};

/** Copies under way at once; what comes on top is dropped and counted: a slow shadow must not fill the memory. */
const shadowsMax = 32;
/** Rows of one request that the log looks at. */
const rowsLogged = 1_000;
const drainMsMax = 3_000;

/** Who answers, who is asked beside, what is done when it fails, and what is noted of it. */
export function createServer(
  targets: { onnx: Target; server: Target },
  predictions: PredictionLog,
  now: () => number,
): Server {
  const running = new Set<Promise<void>>();
  let dropped = 0;
  const targetOf = ({ target }: PublishedVariant) => (target.kind === "onnx" ? targets.onnx : targets.server);

  const ask = async (
    deployment: PublishedDeployment,
    variant: PublishedVariant,
    asked: Asked,
  ): Promise<Answered> => {
    const signature = signatureOf(variant);
    const given = asked.given && enforce(asked.given, signature);
    return targetOf(variant).ask({ deployment, variant, asked, given, signature });
  };

  const serve: Server["serve"] = async (deployment, asked, who, pinned) => {
    if (!deployment.enabled)
      throw new InferenceFault(503, `The deployment "${deployment.name}" is switched off`);
    const champion = deployment.variants.find(({ role }) => role === "champion");
    const chosen = pinned ?? variantAt(deployment.variants, pointFor(deployment, who));
    if (!chosen) throw new InferenceFault(503, `The deployment "${deployment.name}" has no model`);
    const sampled = predictions.isSampled(deployment);
    const note = noteOf(deployment, asked, who, sampled);
    const startedMs = performance.now();
    const timeMs = now();
    const began = { startedMs, timeMs };
    try {
      const answered = await ask(deployment, chosen, asked);
      const outputs = rowsOfAnswer(answered, asked.given);
      predictions.note({ ...note(chosen, began), error: null, outputs });
      if (!pinned) copy(deployment, asked, note, outputs);
      return { variant: chosen, answered };
    } catch (error) {
      const fault = asFault(error);
      if (!fault) throw error;
      if (!champion || chosen === champion || pinned || !deployment.fallback) {
        if (fault.blame === "model") noteFault(note(chosen, began), fault);
        throw fault;
      }
      return fallBack(deployment, champion, chosen, asked, note, { fault, began });
    }
  };

  /** A canary's failure is the canary's: the caller gets the champion's answer, unless the champion agrees. */
  const fallBack = async (
    deployment: PublishedDeployment,
    champion: PublishedVariant,
    canary: PublishedVariant,
    asked: Asked,
    note: ReturnType<typeof noteOf>,
    failed: { fault: InferenceFault; began: Began },
  ): Promise<Served> => {
    const canaryNote = note(canary, failed.began);
    const began = { startedMs: performance.now(), timeMs: now() };
    try {
      const answered = await ask(deployment, champion, asked);
      noteFault(canaryNote, failed.fault);
      const outputs = rowsOfAnswer(answered, asked.given);
      predictions.note({ ...note(champion, began), error: null, outputs });
      copy(deployment, asked, note, outputs);
      return { variant: champion, answered };
    } catch (error) {
      const fault = asFault(error);
      if (!fault) throw error;
      // Both refuse the input: that is the caller's mistake, and nobody's error.
      if (fault.blame === "caller") throw fault;
      noteFault(canaryNote, failed.fault);
      noteFault(note(champion, began), fault);
      throw fault;
    }
  };

  const noteFault = (note: Omit<PredictionNote, "error" | "outputs">, fault: InferenceFault) =>
    predictions.note({ ...note, error: { code: codeOf(fault), message: fault.message }, outputs: [] });

  /** Asks the shadows without being waited for; whatever happens to them stays with them. */
  const copy = (
    deployment: PublishedDeployment,
    asked: Asked,
    note: ReturnType<typeof noteOf>,
    answers: readonly unknown[],
  ) => {
    for (const shadow of deployment.variants) {
      if (shadow.role !== "shadow" || Math.random() * 100 >= shadow.weight) continue;
      if (running.size >= shadowsMax) {
        dropped++;
        continue;
      }
      const began = { startedMs: performance.now(), timeMs: now() };
      const copied = ask(deployment, shadow, asked).then(
        (answered) => {
          const outputs = rowsOfAnswer(answered, asked.given);
          predictions.note({ ...note(shadow, began), error: null, outputs, answers });
        },
        (error: unknown) => {
          const fault = asFault(error) ?? new InferenceFault(500, "The copy failed", { cause: error });
          noteFault(note(shadow, began), fault);
        },
      );
      running.add(copied);
      void copied.finally(() => running.delete(copied));
    }
  };

  return {
    serve,
    targetOf,
    shadows: () => ({ running: running.size, dropped }),
    async drain() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, drainMsMax).unref());
      await Promise.race([Promise.all(running), late]);
    },
  };
}

type Began = { startedMs: number; timeMs: number };

/** By the header that the deployment names, else by chance. */
function pointFor(deployment: PublishedDeployment, who: Who): number {
  const { header } = deployment.sticky;
  const value = header === null ? undefined : who.header(header);
  return value === undefined || value === "" ? Math.random() * 100 : pointOf(deployment.id, value);
}

/** The rows of the input are made once, for whichever variants are noted. */
function noteOf(deployment: PublishedDeployment, asked: Asked, who: Who, sampled: boolean) {
  let rows: Record<string, unknown>[] | undefined;
  return (
    variant: PublishedVariant,
    { startedMs, timeMs }: Began,
  ): Omit<PredictionNote, "error" | "outputs"> => {
    const latencyUs = Math.round((performance.now() - startedMs) * 1_000);
    rows ??= asked.given ? rowsOfGiven(asked.given, columnNames(signatureOf(variant)), rowsLogged) : [];
    const { keyId, requestId, service, user } = who;
    return { deployment, variant, requestId, keyId, timeMs, latencyUs, service, user, inputs: rows, sampled };
  };
}

/** One value per row of the input, as the log keeps them. */
function rowsOfAnswer({ outputs, predictions }: Answered, given: Given | null): readonly unknown[] {
  const rows = outputs && rowsOfOutputs(outputs);
  if (rows) return rows;
  if (Array.isArray(predictions)) return predictions;
  if (given && rowCount(given) > 1) return [];
  return [outputs ? Object.fromEntries(outputs.map(({ name, data }: Output) => [name, data])) : predictions];
}
