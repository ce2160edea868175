import { describe, expect, it } from "vitest";
import { shapeOf, templateText } from "./cluster.ts";
import { scan } from "./scan.ts";
import { Tokens } from "./tokens.ts";

function masked(line: string): string {
  const tokens = new Tokens();
  scan(line, 0, tokens);
  return templateText(shapeOf(tokens));
}

describe("variables are masked by what they look like", () => {
  it.each([
    ["took 12 of -3.5", "took <num> of <num>"],
    ["block blk_-1608999687919862906 gone", "block blk_<num> gone"],
    ["from 10.250.19.102:50010 via /10.1.2.3:80", "from <ip> via <ip>"],
    ["peer fe80::1ff:fe23:4567:890a and 00:11:43:e3:ba:c3", "peer <ip> and <mac>"],
    ["id 113d3a99-c3da-401f-bd62-cc2caa5b96d2", "id <uuid>"],
    ["at 0x1438f9e0 iar 0245a3f8", "at <hex> iar <hex>"],
    ["at 2017-05-16T00:00:00.008Z on Sat Jun 18 02:08:10 2005", "at <time> on <date> <num> <time> <num>"],
    ["open C:\\Windows\\x.dll and /var/log/a.log", "open <path> and <path>"],
    ["get https://example.com/a?b=1", "get <url>=<num>"],
    ["to example.com:443 and a-1.b.example.org", "to <host> and <host>"],
    ["mail bob@example.org now", "mail <email> now"],
    ["free 5.2 KB in <1 sec", "free <size> in <duration>"],
    ['tag="View Lock", ws=null, on=true', "tag=<str>, ws=<null>, on=<bool>"],
    ["Skipping Window{9f4ef63 u0 a/b} now", "Skipping <obj> now"],
    ["fans ( 3552 3534 3375 )", "fans ( <num> )"],
    ["user=root port=22", "user=root port=<num>"],
    ["task attempt_1445144423722_0020_m_000003_0 done", "task <id> done"],
    ["listening at main.go:12", "listening at main.go:<num>"],
    ["0000000a@2016/9/27:20:30:31.455 ready", "<time> ready"],
    ["fans ( 3552 **** **** 3375 )", "fans ( <num> )"],
    ["read and/or write", "read and/or write"],
    ["Invalid user  from 10.0.0.1", "Invalid user  from <ip>"],
  ])("%s", (line, expected) => {
    expect(masked(line)).toBe(expected);
  });

  it("the method of a quoted request stays readable", () => {
    expect(masked('1.2.3.4 "GET /v2/servers HTTP/1.1" status: 200')).toBe(
      '<ip> "GET <path> HTTP/<num>" status: <num>',
    );
  });

  it("a line that is one JSON object is read inside", () => {
    expect(masked('{"level":"info","port":80}')).toContain("<num>");
  });
});
