import { describe, expect, it } from "vitest";
import { mayDial, parseCidrs } from "./addresses.ts";

describe("mayDial", () => {
  it.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2001:10::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456:789a::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "fec0::1",
    "ff02::1",
    "localhost",
    "",
  ])("refuses %s", (address) => {
    expect(mayDial(address, [])).toBe(false);
  });

  it.each(["1.1.1.1", "8.8.8.8", "93.184.215.14", "172.32.0.1", "::ffff:8.8.8.8", "2606:4700:4700::1111"])(
    "dials %s",
    (address) => {
      expect(mayDial(address, [])).toBe(true);
    },
  );

  it("dials a private range only when the operator allows it, in whatever notation it comes", () => {
    const allowed = parseCidrs(["10.20.0.0/16", "fd00::/8"]);
    expect(["10.20.3.4", "::ffff:10.20.3.4", "fd00::5"].map((a) => mayDial(a, allowed))).toEqual([
      true,
      true,
      true,
    ]);
    expect(["10.21.0.1", "127.0.0.1", "fe80::1"].map((a) => mayDial(a, allowed))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe("parseCidrs", () => {
  it("names what it cannot read", () => {
    expect(() => parseCidrs(["10.0.0.0/8", "10.0.0.0"])).toThrow("Not an address range: 10.0.0.0");
  });
});
