import { toNextJsHandler } from "better-auth/next-js";
import { renewingAuth } from "../../../../auth.mjs";

export const { GET, POST } = toNextJsHandler(renewingAuth);
