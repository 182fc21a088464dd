import { createApiKey, listApiKeys, revokeAllApiKeys, revokeApiKey, rotateApiKey } from "@/lib/core/api-keys/api-keys";
import { del, get, post } from "./routes";

export const apiKeyEndpoints = [
  get("/api-keys", listApiKeys, "List your API keys", {
    description: "Newest first, including expired and revoked keys. Key values are never included.",
  }),
  post("/api-keys", createApiKey, "Create an API key", {
    description:
      "`key` is only in this response. Without `expiresAt`, it doesn't expire. Requires recent re-authentication.",
    status: 201,
    message: "Copy this key now. You won't be able to see it again.",
  }),
  post("/api-keys/revoke-all", revokeAllApiKeys, "Revoke all your API keys", {
    description: "Requires recent re-authentication.",
    message: "Keys revoked.",
  }),
  del("/api-keys/{id}", revokeApiKey, "Revoke an API key", {
    description: "Takes effect on its next request. Requires recent re-authentication.",
    message: "Key revoked.",
  }),
  post("/api-keys/{id}/rotate", rotateApiKey, "Rotate an API key", {
    description: "Both keys work for `overlapHours` (0 to 168, 24 by default). Requires recent re-authentication.",
    status: 201,
    message: "Copy this key now. You won't be able to see it again.",
  }),
];
