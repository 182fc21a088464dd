const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

/** Origins that may send unsafe requests: APP_URL's, and on a loopback APP_URL the other names of this machine. */
export function allowedOrigins(appUrl: string): ReadonlySet<string> {
  const url = new URL(appUrl);
  if (!loopbackHosts.includes(url.hostname)) return new Set([url.origin]);
  const port = url.port ? `:${url.port}` : "";
  return new Set(loopbackHosts.map((host) => `${url.protocol}//${host}${port}`));
}
