export interface OddForm {
  name: string;
  headers: Record<string, string>;
  body: string;
}

const texts = [
  "",
  "{",
  "[",
  "]",
  "null",
  "0",
  "{}",
  '"x"',
  '"$undefined"',
  "[]x",
  "\u0000",
  '["$F1"]',
  '["$h1"]',
  '["$K1"]',
  '["$@9"]',
  '["$Q1"]',
  '["$W1"]',
  '["$B1"]',
  '["$r1"]',
  '["$i1"]',
  '["$x1"]',
  '["$1:a:b"]',
  '["$n99999999999x"]',
  '["$Dnever"]',
  '["$AB"]',
  '["$0:constructor:constructor"]',
  '["$1:__proto__"]',
  '[{"then":"$1:then"}]',
  `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
  JSON.stringify(Array.from({ length: 1_500 }, () => 0)),
  "x".repeat(70_000),
  `["${"x".repeat(70_000)}"]`,
];

function part(name: string, value: string): string {
  return `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

const whole = 'multipart/form-data; boundary="edge"';
const parts: [string, string][] = [
  ...texts.map((text): [string, string] => [whole, `${part("0", text)}--edge--\r\n`]),
  [whole, ""],
  [whole, "--edge"],
  [whole, part("0", "[]")],
  [whole, `${part("1", "[]")}--edge--\r\n`],
  [whole, `${part("0", '["$1"]')}--edge--\r\n`],
  [whole, `${part("0", '["$1"]')}${part("1", "{")}--edge--\r\n`],
  [whole, `${part("$ACTION_REF_1", "")}${part("$ACTION_1:0", "{")}--edge--\r\n`],
  [whole, `${part("$ACTION_ID_x", "")}--edge--\r\n`],
  [whole, `${part(`$ACTION_ID_${"0".repeat(42)}`, "")}--edge--\r\n`],
  [whole, `${part("$ACTION_REF_", "")}--edge--\r\n`],
  [whole, '--edge\r\nContent-Disposition: form-data; name="0"; filename="a"\r\n\r\n[]\r\n--edge--\r\n'],
  [whole, "--edge\r\nContent-Disposition: form-data\r\n\r\n[]\r\n--edge--\r\n"],
  [whole, "--edge\r\n\r\n--edge--\r\n"],
  ["multipart/form-data", "[]"],
  ["multipart/form-data; boundary=", "[]"],
  [`multipart/form-data; boundary=${"x".repeat(300)}`, "[]"],
  ["application/x-www-form-urlencoded", "a=%zz"],
];

/** Malformed bodies for a server action, by script and by form. */
export function oddForms(action: string): OddForm[] {
  const byScript = { "Next-Action": action };
  const plain = texts.map((body) => ({ headers: { ...byScript, "Content-Type": "text/plain;charset=UTF-8" }, body }));
  const multipart = parts.flatMap(([type, body]) => [
    { headers: { ...byScript, "Content-Type": type }, body },
    { headers: { "Content-Type": type }, body },
  ]);
  return [...plain, ...multipart].map((form) => ({ ...form, name: JSON.stringify(form).slice(0, 300) }));
}
