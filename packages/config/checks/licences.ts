import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../files.ts";
import { type Check, outcomeOf } from "./outcome.ts";

/** Licences that let Triops be used, changed and sold without conditions on its own code. */
const permissive = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense",
]);

/** Packages under other terms, each with the reason why it may stay. */
const accepted: Readonly<Record<string, string>> = {
  "@img/sharp-libvips": "LGPL, a shared library that Next loads for images if it is there; unchanged",
  "axe-core": "MPL-2.0, unchanged and in tests only",
  elkjs: "EPL-2.0, unchanged; part of Prisma's studio, which Triops does not ship to browsers",
  geist: "Open Font Licence, fonts",
  lightningcss: "MPL-2.0, unchanged and at build time only",
};

export type Installed = { name: string; licence: string };

/** `(MIT OR X)` needs one permissive licence, `MIT AND ISC` needs all of them to be. */
export function isPermissive(licence: string): boolean {
  const plain = licence.replace(/[()]/g, "").replace(/ License$/, "");
  return plain
    .split(/ OR /i)
    .some((choice) => choice.split(/ AND /i).every((part) => permissive.has(part.trim())));
}

export function licenceFaults(installed: readonly Installed[]): { path: string; text: string }[] {
  return installed
    .filter(({ licence }) => !isPermissive(licence))
    .filter(
      ({ name }) => !Object.keys(accepted).some((known) => name === known || name.startsWith(`${known}-`)),
    )
    .map(({ name, licence }) => ({ path: name, text: `its licence is "${licence}"` }));
}

function readInstalled(folder: string): Installed | null {
  const file = join(folder, "package.json");
  if (lstatSync(folder).isSymbolicLink() || !existsSync(file)) return null;
  const manifest = JSON.parse(readFileSync(file, "utf8")) as {
    name?: string;
    license?: string | { type?: string };
  };
  const { license } = manifest;
  const licence = typeof license === "string" ? license : (license?.type ?? "none");
  return manifest.name ? { name: manifest.name, licence } : null;
}

/** Everything that pnpm installed, read from its virtual store. */
function installedPackages(): Installed[] {
  const store = join(root, "node_modules/.pnpm");
  const folders = readdirSync(store, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes("@"))
    .map((entry) => join(store, entry.name, "node_modules"))
    .filter((folder) => existsSync(folder));
  const names = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith("."));
  return folders
    .flatMap((folder) =>
      names(folder).flatMap((name) =>
        name.startsWith("@")
          ? names(join(folder, name)).map((inner) => join(folder, name, inner))
          : [join(folder, name)],
      ),
    )
    .map(readInstalled)
    .filter((one) => one !== null);
}

export const licences: Check = {
  name: "licences",
  async run() {
    const installed = installedPackages();
    return outcomeOf(licenceFaults(installed), `${installed.length} packages`);
  },
};
