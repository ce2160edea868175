import { describe, expect, it } from "vitest";
import { endingOf, looksBinary, previewOf } from "./preview-rules.ts";

describe("how an artifact is shown", () => {
  it("by its ending, in any letters and any folder", () => {
    expect(previewOf("plots/ROC.PNG", 10)).toMatchObject({ kind: "image", mediaType: "image/png" });
    expect(previewOf("metric_info.json", 10).kind).toBe("json");
    expect(previewOf("data.tsv", 10).kind).toBe("csv");
    expect(previewOf("README.md", 10).kind).toBe("markdown");
    expect(previewOf("model/MLmodel", 10).kind).toBe("text");
    expect(previewOf("model/conda.yaml", 10).kind).toBe("text");
    expect(previewOf("a.b/noending", 10).kind).toBe("none");
  });

  it("markup that could run is shown as its text", () => {
    expect(previewOf("estimator.html", 10).kind).toBe("text");
    expect(previewOf("plot.svg", 10).kind).toBe("text");
  });

  it("big images are not loaded, big JSON and Markdown become text", () => {
    expect(previewOf("huge.png", 11 * 1024 * 1024).kind).toBe("none");
    expect(previewOf("huge.json", 2 * 1024 * 1024).kind).toBe("text");
    expect(previewOf("huge.md", 300 * 1024).kind).toBe("text");
  });

  it("unknown kinds are left to the reader's own programs", () => {
    expect(previewOf("model.pkl", 10).kind).toBe("none");
    expect(previewOf("model.onnx", 10).kind).toBe("none");
  });

  it("names without a dot are their own ending; zero bytes are binary", () => {
    expect(endingOf("x/Makefile")).toBe("makefile");
    expect(looksBinary("ab\u0000c")).toBe(true);
    expect(looksBinary("plain")).toBe(false);
  });
});
