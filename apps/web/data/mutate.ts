"use client";
import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@triops/ui/toast";
import { type ApiError, callApi } from "./api.ts";

type Change<Result> = {
  method?: "POST" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
  /** Said when it is done. */
  done?: string;
  onDone?: (result: Result) => void;
};

/**
 * One way to change something: sends it, says what happened, refetches the noun. Faults of fields are left to
 * the form (`error`), everything else is told in a toast.
 */
export function useChange<Result = unknown>(
  noun: string,
): UseMutationResult<Result, ApiError, Change<Result>> {
  const client = useQueryClient();
  return useMutation<Result, ApiError, Change<Result>>({
    mutationFn: ({ method = "POST", path, body }) => callApi<Result>(method, path, { body: body ?? {} }),
    onSuccess: (result, { done, onDone }) => {
      if (done) toast.success(done);
      onDone?.(result);
    },
    onError: (error) => {
      if (error.fields.length === 0) toast.error(error.message);
    },
    onSettled: () => client.invalidateQueries({ queryKey: [noun] }),
  });
}
