import { readFileSync, writeFileSync } from "node:fs";

/**
 * Preloaded by NODE_OPTIONS: shifts Date by the milliseconds in the file FAULT_CLOCK, not timers or performance.now().
 * Writes the shift in force beside it.
 */
const path = process.env.FAULT_CLOCK ?? "";
const lookMilliseconds = 50;
const RealDate = Date;
let offset = 0;

function look() {
  const said = readFileSync(path, "utf8");
  if (Number(said) === offset) return;
  offset = Number(said);
  writeFileSync(`${path}.in-force`, said);
}

const now = () => RealDate.now() + offset;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
setInterval(look, lookMilliseconds).unref();
