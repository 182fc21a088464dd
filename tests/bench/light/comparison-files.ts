/** An empty Next page and better-auth's login page as documented, without styles, languages or themes. */
export const versions = { next: "16.4.6", "better-auth": "1.7.0", react: "19.3.1" } as const;

const layout = `export const dynamic = "force-dynamic";
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`;

// Stops the search for packages above the temporary directory.
const config = `import { dirname } from "node:path";
export default { turbopack: { root: dirname(import.meta.dirname) }, poweredByHeader: false };
`;

const authOnServer = `import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
export const auth = betterAuth({
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  secret: "a secret of a page that nobody signs in to",
  emailAndPassword: { enabled: true },
});
`;

const authRoute = `import { toNextJsHandler } from "better-auth/next-js";
import { auth } from "../../../../auth";
export const { GET, POST } = toNextJsHandler(auth);
`;

const loginForm = `"use client";
import { createAuthClient } from "better-auth/react";
import { useState } from "react";
const { signIn } = createAuthClient();
export function LoginForm() {
  const [error, setError] = useState("");
  async function submit(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const answer = await signIn.email({ email: form.get("email"), password: form.get("password"), callbackURL: "/" });
    if (answer.error) setError(answer.error.message);
  }
  return (
    <form onSubmit={submit}>
      <h1>Sign in</h1>
      <label>E-mail <input name="email" type="email" autoComplete="username" /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" /></label>
      {error ? <p role="alert">{error}</p> : null}
      <button>Sign in</button>
    </form>
  );
}
`;

const loginPage = `import { LoginForm } from "./form";
export default function Page() {
  return <LoginForm />;
}
`;

/** By path below the folder of both apps. */
export const comparisonFiles: Record<string, string> = {
  "package.json": JSON.stringify({
    private: true,
    type: "module",
    dependencies: { ...versions, "react-dom": versions.react },
  }),
  "empty/next.config.mjs": config,
  "empty/app/layout.jsx": layout,
  "empty/app/page.jsx": `export default function Page() {\n  return <h1>Nothing</h1>;\n}\n`,
  "better-auth/next.config.mjs": config,
  "better-auth/auth.js": authOnServer,
  "better-auth/app/layout.jsx": layout,
  "better-auth/app/login/page.jsx": loginPage,
  "better-auth/app/login/form.jsx": loginForm,
  "better-auth/app/api/auth/[...all]/route.js": authRoute,
};
