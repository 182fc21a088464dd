export function environmentWith(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}
