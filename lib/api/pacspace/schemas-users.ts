import { z } from "@hono/zod-openapi";

export const userActivitySchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        at: z.iso.datetime(),
        action: z.string(),
        actor: z.string(),
        ip: z.string(),
        userAgent: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi("UserActivityPage");
