"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@triops/ui/toast";
import { callMlflow } from "./mlflow-call.ts";

type Move = {
  what: "experiments" | "runs";
  ids: readonly string[];
  to: "deleted" | "active";
  done: string;
  onDone?: () => void;
};

/** How many calls are under way at once. */
const atOnce = 6;

/** Into the trash and out of it, as MLflow's clients do it. What moved stays moved when another one fails. */
export function useTrash() {
  const client = useQueryClient();
  return useMutation<void, Error, Move>({
    mutationFn: async ({ what, ids, to }) => {
      const verb = to === "deleted" ? "delete" : "restore";
      const id = what === "runs" ? "run_id" : "experiment_id";
      const waiting = [...ids];
      const work = async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
          await callMlflow("POST", `/${what}/${verb}`, { body: { [id]: next } });
      };
      const ends = await Promise.allSettled(Array.from({ length: atOnce }, work));
      const failed = ends.find((end) => end.status === "rejected");
      if (failed) throw failed.reason;
    },
    onSuccess: (_, { done, onDone }) => {
      toast.success(done);
      onDone?.();
    },
    onError: (error) => toast.error(error.message),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["training-experiments"] }),
        client.invalidateQueries({ queryKey: ["training-runs"] }),
        client.invalidateQueries({ queryKey: ["training-models"] }),
      ]),
  });
}
