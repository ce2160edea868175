import { nounLayers } from "./nouns.ts";
import { allowedImports, soleImporters } from "./packages.ts";

/** The part of dependency-cruiser's rule that we use; paths are regular expressions over repository paths. */
export type ArrowRule = {
  name: string;
  severity: "error";
  comment: string;
  from: { path?: string; pathNot?: string | string[] };
  to: {
    path?: string;
    pathNot?: string | string[];
    circular?: boolean;
    couldNotResolve?: boolean;
    dependencyTypes?: string[];
  };
};

/** Tests and what only tests load. */
const testFiles = String.raw`\.(test|spec)\.tsx?$|(^|[/.])testing\.ts$|^packages/testing/|^apps/web/e2e/`;
const builtIn = ["core"];
const fromRegistry = ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"];

function rule(name: string, comment: string, from: ArrowRule["from"], to: ArrowRule["to"]): ArrowRule {
  return { name, severity: "error", comment, from, to };
}

/** One rule per part: everything of ours that it may not import. */
function packageArrows(): ArrowRule[] {
  return Object.entries(allowedImports).map(([part, allowed]) => {
    const open = [part, ...allowed].map((name) => `^${name}/`);
    return rule(
      `${part}-arrows`,
      `${part} imports of ours only ${allowed.length > 0 ? allowed.join(", ") : "nothing"}`,
      { path: `^${part}/`, pathNot: testFiles },
      { path: "^(apps|packages|bench|prisma|scripts)/", pathNot: open },
    );
  });
}

/** Nouns see each other's front door only, and only towards earlier layers. */
function nounArrows(): ArrowRule[] {
  const rules = [
    rule(
      "noun-front-door",
      "a noun imports another noun's index.ts or schemas.ts only",
      { path: "^packages/domains/([^/]+)/", pathNot: testFiles },
      {
        path: "^packages/domains/[^/]+/",
        pathNot: ["^packages/domains/$1/", String.raw`^packages/domains/[^/]+/(index|schemas)\.ts$`],
      },
    ),
    rule(
      "noun-not-register",
      "the register lists the nouns; a noun does not know it",
      { path: "^packages/domains/[^/]+/", pathNot: testFiles },
      { path: String.raw`^packages/domains/register\.ts$` },
    ),
  ];
  nounLayers.forEach(({ layer, nouns }, position) => {
    const later = nounLayers.slice(position + 1).flatMap((one) => [...one.nouns]);
    if (later.length === 0) return;
    rules.push(
      rule(
        `noun-layer-${layer}`,
        `a noun of "${layer}" speaks to later layers through an event, not an import`,
        { path: `^packages/domains/(${nouns.join("|")})/`, pathNot: testFiles },
        { path: `^packages/domains/(${later.join("|")})/` },
      ),
    );
  });
  return rules;
}

function registryArrows(): ArrowRule[] {
  return soleImporters.map(({ npm, owners, why }) =>
    rule(
      `only-${owners[0]?.replace("packages/", "").replace("/", "-")}-imports-${npm}`,
      `only ${owners.join(", ")} imports ${npm}: ${why}`,
      { pathNot: [...owners.map((owner) => `^${owner}(/|\\.ts$)`), testFiles] },
      { path: `node_modules/${npm}/` },
    ),
  );
}

export function arrowRules(): ArrowRule[] {
  return [
    ...packageArrows(),
    ...nounArrows(),
    ...registryArrows(),
    rule(
      "gateway-hot-path",
      "the gateway reads only schemas and rules of a noun: no verbs, no database",
      { path: "^apps/gateway/", pathNot: testFiles },
      {
        path: "^packages/domains/",
        pathNot: [
          String.raw`^packages/domains/[^/]+/(schemas|rules)\.ts$`,
          String.raw`^packages/domains/[^/]+/[a-z]+-(schemas|rules|keys)\.ts$`,
          // Pure as well: a prompt is rendered where it is called.
          String.raw`^packages/domains/prompts/(names|render|langfuse-shape)\.ts$`,
        ],
      },
    ),
    rule(
      "ui-knows-react-only",
      "the design system has no server parts",
      { path: "^packages/ui/", pathNot: testFiles },
      { dependencyTypes: builtIn },
    ),
    rule(
      "analysis-no-io",
      "analysis is mathematics: no files, no network, no clock of Node",
      { path: "^packages/analysis/", pathNot: testFiles },
      { dependencyTypes: builtIn },
    ),
    rule(
      "apps-apart",
      "an app never imports another app",
      { path: "^apps/([^/]+)/" },
      { path: "^apps/", pathNot: "^apps/$1/" },
    ),
    rule(
      "product-without-test-code",
      "what runs in production never loads test code",
      { path: "^(apps|packages)/", pathNot: testFiles },
      { path: testFiles },
    ),
    rule("no-cycle", "no import cycle, not even of types", {}, { circular: true }),
    rule(
      "resolvable",
      "an import leads to a file or an installed package",
      { pathNot: String.raw`\.mjs$` },
      { couldNotResolve: true },
    ),
    rule(
      "declared",
      "a package names what it imports in its own package.json",
      { pathNot: testFiles },
      { dependencyTypes: fromRegistry.slice(-2), pathNot: "^(apps|packages|bench)/" },
    ),
  ];
}
