/** Lines made from message templates with known groups, for tests and for the bench without data. */

export type System = {
  name: string;
  /** Header of a line with the placeholders below. */
  header: string;
  /** Messages, the most frequent first. `A || B` are two spellings of one message. */
  messages: readonly string[];
};

export type LabelledLine = { line: string; group: string };

export type Random = () => number;

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const users =
  "root admin webmaster oracle test guest cyrus news ftp mysql support pi ubnt git nobody alice bob".split(
    " ",
  );
const hosts =
  "ns.marry.com n219.broad.gd.cn srv-12-4-7.dyn.example.net lns-vlq-45-82-252-162-81.adsl.proxad.net".split(
    " ",
  );
const words = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda sigma tau omega".split(" ");
const programs =
  "chrome.exe Dropbox.exe YodaoDict.exe WeChat.exe SogouCloud.exe QQ.exe git-remote-https.exe".split(" ");
const components = "Alpha$Worker core.Main engine.Runner net.Server io.Reader cache.Store".split(" ");
const tags = '"View Lock";"*launch*";"RILJ_ACK_WL";"AudioMix"'.split(";");

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

export function fill(template: string, random: Random, number: number): string {
  const below = (n: number): number => Math.floor(random() * n);
  const pick = (list: readonly string[]): string => list[below(list.length)] as string;
  const hex = (chars: number): string =>
    Array.from({ length: chars }, () => "0123456789abcdef"[below(16)]).join("");
  const clock = `${pad(Math.floor(number / 3600) % 24, 2)}:${pad(Math.floor(number / 60) % 60, 2)}:${pad(number % 60, 2)}`;
  const values: Record<string, () => string> = {
    n: () => String(below(10 ** (1 + below(6)))),
    d: () => String(below(10)),
    neg: () => String(below(200) - 100),
    float: () => (random() * 100).toFixed(1 + below(3)),
    ms: () => pad(below(1000), 3),
    us: () => pad(below(1_000_000), 6),
    clock: () => clock,
    hms: () => clock.replaceAll(":", ""),
    epoch: () => String(1_077_804_742 + number * 7),
    ip: () => `${10 + below(200)}.${below(256)}.${below(256)}.${1 + below(254)}`,
    port: () => String(1_024 + below(60_000)),
    blk: () => `blk_${random() < 0.5 ? "-" : ""}${1 + below(9e15)}`,
    hex: () => `0x${hex(2 + below(12))}`,
    hex8: () => `${below(10)}${hex(6)}${below(10)}`,
    uuid: () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
    sha: () => hex(40),
    user: () => pick(users),
    // Now and then a client sends none.
    login: () => (random() < 0.03 ? "" : pick(users)),
    host: () => pick(hosts),
    word: () => pick(words),
    program: () => pick(programs),
    component: () => pick(components),
    path: () => `/${pick(words)}/${pick(words)}/part-${pad(below(99999), 5)}`,
    winpath: () =>
      `C:\\Windows\\winsxs\\amd64_${pick(words)}_${hex(16)}_6.1.7601.${below(30000)}_none_${hex(16)}\\${pick(words)}.dll`,
    size: () => `${(random() * 1000).toFixed(1)} ${pick(["B", "KB", "MB", "GB"])}`,
    life: () => (random() < 0.3 ? "<1 sec" : `00:${pad(below(60), 2)}`),
    node: () =>
      `R${pad(below(64), 2)}-M${below(2)}-N${below(16)}-C:J${pad(below(18), 2)}-U${pad(below(12), 2)}`,
    bool: () => pick(["true", "false"]),
    onoff: () => pick(["on", "off"]),
    tag: () => pick(tags),
    ws: () => pick(["null", "WorkSource{10113}", "WorkSource{10111}"]),
    token: () =>
      `AppWindowToken{${hex(7)} token=Token{${hex(7)} ActivityRecord{${hex(7)} u0 com.${pick(words)}.app/.Main t${below(999)}}}}`,
    list: () => Array.from({ length: 1 + below(5) }, () => below(5000)).join(" "),
    ips: () => Array.from({ length: 1 + below(3) }, () => `10.11.${below(256)}.${below(256)}`).join(","),
    class: () =>
      `org.apache.hadoop.${pick(words)}.${pick(["Event", "Task", "Job"])}${pick(["Type", "Handler"])}`,
    action: () => `android.intent.action.${pick(["SCREEN_ON", "SCREEN_OFF", "TIME_TICK", "USER_PRESENT"])}`,
    attempt: () =>
      `attempt_${1445144423722 + below(9)}_${pad(below(40), 4)}_${pick(["m", "r"])}_${pad(below(20), 6)}_${below(3)}`,
    container: () => `container_${1445144423722 + below(9)}_${pad(below(40), 4)}_01_${pad(below(20), 6)}`,
    date: () =>
      `${pick(["Mon", "Tue", "Sat", "Sun"])} ${pick(["Jun", "Jul"])} ${10 + below(18)} ${clock} 2005`,
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.() ?? whole);
}

/** `lines` lines of a system, its messages by Zipf's law, each at least twice where there is room. */
export function generate(system: System, lines: number, seed: number): LabelledLine[] {
  const random = randomFrom(seed);
  const weights = system.messages.map((_, rank) => 1 / (rank + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: lines }, (_, number) => {
    let rest = random() * total;
    let index = 0;
    while (index < weights.length - 1 && rest > (weights[index] as number))
      rest -= weights[index++] as number;
    if (number < system.messages.length) index = (number * 7 + 3) % system.messages.length;
    const spellings = (system.messages[index] as string).split(" || ");
    const message = spellings[Math.floor(random() * spellings.length)] as string;
    return { line: fill(system.header + message, random, number), group: `${system.name} ${index}` };
  });
}
