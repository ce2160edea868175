"use client";
import { ErrorState, Forbidden } from "@triops/ui/data-states";
import type { ReactNode } from "react";
import { ApiError } from "./api.ts";

/** What stands in place of data that could not be had; undefined when there is no error. */
export function errorOf(error: Error | null, retry: () => void): ReactNode | undefined {
  if (!error) return undefined;
  if (error instanceof ApiError && error.status === 403) return <Forbidden>{error.message}</Forbidden>;
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <ErrorState requestId={requestId} onRetry={retry}>
      {error.message}
    </ErrorState>
  );
}
