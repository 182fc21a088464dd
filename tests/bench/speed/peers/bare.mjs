import { serve } from "@hono/node-server";
import { verify } from "@node-rs/argon2";
import { Hono } from "hono";
import pg from "pg";

/** The lower bound: Hono, one prepared query, one argon2id verification. */
const { DATABASE_URL, PASSWORD_HASH = "", PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 20 });
const text = `SELECT session.id, session.expires_at, session.revoked_at, person.id AS user_id, person.email, person.name,
    person.is_admin, person.deactivated_at, person.created_at, tenant.id AS tenant_id, tenant.name AS tenant_name, tenant.plan
  FROM sessions AS session JOIN users AS person ON person.id = session.user_id JOIN tenants AS tenant ON tenant.id = person.tenant_id
  WHERE session.id = $1`;

const app = new Hono();
app.get("/profile", async (context) => {
  const { rows } = await pool.query({ name: "session", text, values: [context.req.header("x-session")] });
  return rows[0] ? context.json(rows[0]) : context.json({ error: "unauthenticated" }, 401);
});
app.post("/login", async (context) => {
  const { password } = await context.req.json();
  const matches = await verify(PASSWORD_HASH, password);
  return context.json({ matches }, matches ? 200 : 401);
});
serve({ fetch: app.fetch, port: Number(PORT), hostname: "127.0.0.1" }, () => console.log("ready"));
