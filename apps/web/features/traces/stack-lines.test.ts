import { expect, it } from "vitest";
import { stackLines } from "./stack-lines.ts";

const kinds = (stack: string) => stackLines(stack).map(({ kind }) => kind);

it.each([
  [
    "Node",
    "Error: no stock\n    at reserve (/app/src/stock.ts:12:9)\n    at Layer.handle (/app/node_modules/express/lib/layer.js:95:5)\n    at node:internal/process/task_queues:95:5",
    ["head", "own", "foreign", "foreign"],
  ],
  [
    "Python",
    'Traceback (most recent call last):\n  File "/app/pay.py", line 3, in pay\n    charge()\n  File "/venv/lib/python3.12/site-packages/stripe/api.py", line 9, in post\nValueError: no card',
    ["head", "own", "own", "foreign", "head"],
  ],
  [
    "Java",
    "java.lang.IllegalStateException: closed\n\tat com.acme.Pay.charge(Pay.java:14)\n\tat org.springframework.web.Filter.doFilter(Filter.java:9)",
    ["foreign", "own", "foreign"],
  ],
])("tells one's own frames of %s from others'", (_, stack, expected) => {
  expect(kinds(stack)).toEqual(expected);
});
