import type { Incident } from "@triops/domains/incidents/schemas";
import { describe, expect, it } from "vitest";
import { answerFor } from "./answer.ts";

const incident = (state: Incident["state"], severity: Incident["severity"]) =>
  ({ state, severity }) as Incident;

describe("the answer above the incident list", () => {
  it("says that nothing is open", () => {
    expect(answerFor([], false)).toBe("No incident is open.");
  });
  it("names the worst and how many nobody took", () => {
    expect(answerFor([incident("open", "sev3"), incident("acknowledged", "sev1")], false)).toBe(
      "2 incidents are active, the worst SEV1; 1 not yet acknowledged.",
    );
  });
  it("does not pretend to have counted what was not loaded", () => {
    expect(answerFor([incident("acknowledged", "sev4")], true)).toBe(
      "1+ incident is active, the worst SEV4; all acknowledged.",
    );
  });
});
