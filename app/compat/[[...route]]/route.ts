import { apiOf } from "@/lib/api/create-api";
import { getApp } from "@/lib/platform/context";

const answer = (request: Request) => apiOf(getApp()).fetch(request);

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
