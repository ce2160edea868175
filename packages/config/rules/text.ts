/** Rules over the text and the name of every file, whatever its language. */
export type TextFault = { path: string; line: number; rule: string; text: string };

const forbiddenNames = /^(utils?|helpers?|common|shared|lib|misc|core|v\d+)$/;
/** Folders below the routes of the web app are addresses, and protocols name those. */
const addressFolders = /^apps\/web\/app\//;
const linesMax = 400;

/** Things that must not leave a machine. Each pattern is specific enough not to meet prose. */
const leaks: readonly { what: string; pattern: RegExp }[] = [
  { what: "a private key", pattern: /-----BEGIN (RSA |EC |OPENSSH |)PRIVATE KEY-----/ },
  { what: "a cloud access key", pattern: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: "a provider key", pattern: /\bsk-(proj-|ant-|live_)[A-Za-z0-9_-]{24,}/ },
  { what: "a GitHub token", pattern: /\bgh[pousr]_[A-Za-z0-9]{36}\b/ },
  { what: "a Triops key", pattern: /\btri_[A-Za-z0-9]{8}_[A-Za-z0-9]{32,}\b/ },
  {
    what: "a path of one machine",
    pattern: /(^|[\s"'`(=:])\/(root|work|Users\/[a-z]+|home\/[a-z]+)\/[\w.-]/,
  },
  {
    what: "a package host",
    pattern: /\b(artifactory|nexus|verdaccio)\.[a-z0-9.-]+|^\s*registry\s*=|tarball: http/,
  },
];

function nameFaults(path: string): TextFault[] {
  if (addressFolders.test(path)) return [];
  const names = path.split("/").map((name) => name.replace(/\.[^.]+$/, ""));
  const bad = names.find((name) => forbiddenNames.test(name));
  if (!bad) return [];
  return [
    {
      path,
      line: 1,
      rule: "names",
      text: `"${bad}" says nothing: name the file or folder after its subject`,
    },
  ];
}

function lengthFaults(path: string, lines: string[]): TextFault[] {
  if (!/\.(ts|tsx|mjs|css)$/.test(path) || lines.length <= linesMax) return [];
  if (lines.slice(0, 5).some((line) => /(\/\/|\/\*|\*)\s*long:\s*\S/.test(line))) return [];
  const text = `${lines.length} lines: split it, or say why in a "// long: reason" comment at the top`;
  return [{ path, line: 1, rule: "length", text }];
}

function leakFaults(path: string, lines: string[]): TextFault[] {
  const faults: TextFault[] = [];
  lines.forEach((line, index) => {
    for (const { what, pattern } of leaks) {
      if (pattern.test(line))
        faults.push({ path, line: index + 1, rule: "leaks", text: `this looks like ${what}` });
    }
  });
  return faults;
}

export function checkText(path: string, text: string): TextFault[] {
  const lines = text.split("\n");
  return [...nameFaults(path), ...lengthFaults(path, lines), ...leakFaults(path, lines)];
}
