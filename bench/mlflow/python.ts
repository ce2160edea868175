import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..", ".venv", "mlflow");
/** The client that is driven, and the server that is measured against: the newest of the 3 line. */
const packages = ["mlflow>=3.14,<4", "scikit-learn", "pandas"];

/** A Python with MLflow: the one that was named, or one made for the benches and kept beside them (not in Git). */
export function pythonWithMlflow(given?: string): string {
  if (given) return given;
  const python = join(folder, "bin", "python");
  if (!existsSync(join(folder, "ready"))) {
    console.log("Making a virtual environment with mlflow and scikit-learn; this takes some minutes once.");
    execFileSync("python3", ["-m", "venv", "--clear", folder], { stdio: "inherit" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", ...packages], { stdio: "inherit" });
    execFileSync("touch", [join(folder, "ready")]);
  }
  return python;
}
