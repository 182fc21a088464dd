import type { EndpointView } from "./document";

/** Ready to run, apart from tokens. */
export interface Snippets {
  curl: string;
  typescript: string;
}

export function snippetsOf(origin: string, endpoint: EndpointView): Snippets {
  return { curl: toCurl(origin, endpoint), typescript: toTypescript(origin, endpoint) };
}

function headersOf({ access, body, method }: EndpointView): [string, string][] {
  const isUnsafe = method !== "GET";
  return [
    ...(body === null ? [] : ([["Content-Type", "application/json"]] as [string, string][])),
    ...(access === "cookies" && isUnsafe ? ([["X-Pacspace-CSRF", "1"]] as [string, string][]) : []),
    ...(access === "bearer" ? ([["Authorization", "Bearer YOUR_TOKEN"]] as [string, string][]) : []),
  ];
}

function toCurl(origin: string, endpoint: EndpointView): string {
  const { access, body, method, path } = endpoint;
  const lines = [
    `curl${method === "GET" ? "" : ` -X ${method}`} ${origin}${path}`,
    ...(access === "cookies" ? ["-b cookies.txt -c cookies.txt"] : []),
    ...headersOf(endpoint).map(([name, value]) => `-H "${name}: ${value}"`),
    ...(body === null ? [] : [`-d '${body.replaceAll("'", "'\\''")}'`]),
  ];
  return lines.join(" \\\n  ");
}

function toTypescript(origin: string, endpoint: EndpointView): string {
  const { access, body, method, path } = endpoint;
  const headers = headersOf(endpoint).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  const options = [
    ...(method === "GET" ? [] : [`  method: "${method}",`]),
    ...(access === "cookies" ? ['  credentials: "same-origin",'] : []),
    ...(headers.length === 0 ? [] : ["  headers: {", ...headers, "  },"]),
    ...(body === null ? [] : [`  body: JSON.stringify(${body.replaceAll("\n", "\n  ")}),`]),
  ];
  const call =
    options.length === 0
      ? `const response = await fetch("${origin}${path}");`
      : `const response = await fetch("${origin}${path}", {\n${options.join("\n")}\n});`;
  return `${call}\nconst answer = await response.json();`;
}
