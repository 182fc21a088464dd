/** This process's environment and more, for a program that a test starts. */
export function environmentWith(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}
