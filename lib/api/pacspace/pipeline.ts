import { Readable } from "node:stream";
import type { z } from "@hono/zod-openapi";
import { type AnswerHeaders, jsonResponse } from "@/lib/api/http/answer-headers";
import { appendClearedCookies, appendSessionCookies } from "@/lib/api/http/cookies";
import { readBody } from "@/lib/api/http/read-body";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { Answer, Definition, FileType } from "./definition";
import { type Exchange, refusalResponse } from "./exchange";
import { type ActorStep, crossSiteStep, inputStep } from "./steps";

/** other site? → bytes of the body → limit and actor → input → use case → envelope. The first refusal is the answer. */
export async function respond<Input extends z.ZodType, Data extends z.ZodType, Code extends ErrorCode, Actor>(
  definition: Definition<Input, Data, Code, Actor>,
  exchange: Exchange,
  access: { actor: ActorStep<Actor>; isPublic: boolean },
): Promise<Response> {
  const { ctx, credentials, id, request } = exchange;
  if (definition.acts && request.method === "HEAD") {
    return new Response(null, { status: 204, headers: exchange.headers.toInit() });
  }
  const sameSite = crossSiteStep(exchange, access.isPublic);
  if (!sameSite.ok) return refusalResponse(exchange, sameSite.error);
  const body = await readBody(request);
  const actor = await access.actor(exchange, definition);
  if (!actor.ok) return refusalResponse(exchange, actor.error);
  const choosesPassword = definition.refusals.some((code) => code === "password_rejected");
  const input = inputStep(exchange, body, definition.input, choosesPassword);
  if (!input.ok) return refusalResponse(exchange, input.error);
  const outcome = await definition.run({ ctx, actor: actor.value, input: input.value, id, credentials });
  if (outcome.ok) return successResponse(exchange, definition, outcome.value);
  if (credentials.fromCookies && definition.clearsCookiesOn?.includes(outcome.error.code)) {
    appendClearedCookies(exchange.headers, ctx.config.appUrl);
  }
  return refusalResponse(exchange, outcome.error);
}

function successResponse<Data>(
  { ctx, headers }: Exchange,
  definition: { status: number; message: string },
  answer: Answer<Data>,
): Response {
  const { appUrl } = ctx.config;
  if (answer.session) appendSessionCookies(headers, appUrl, answer.session, ctx.clock.now());
  if (answer.clearCookies) appendClearedCookies(headers, appUrl);
  if (answer.clearSiteData) headers.set("Clear-Site-Data", '"cache", "storage"');
  const message = answer.message ?? definition.message;
  if ("file" in answer) return fileResponse(answer, definition.status, headers);
  if ("stream" in answer) return streamedResponse(answer, message, definition.status, headers);
  const body = { success: true, data: answer.data, message };
  return jsonResponse(body, definition.status, headers);
}

/** The same envelope, written as its data arrives. A reader that goes away stops the reading behind it. */
function streamedResponse(
  { stream, fileName }: { stream: AsyncGenerator<string>; fileName: string },
  message: string,
  status: number,
  headers: AnswerHeaders,
): Response {
  async function* envelope() {
    yield '{"success":true,"data":';
    yield* stream;
    yield `,"message":${JSON.stringify(message)}}`;
  }
  return fileResponse({ file: envelope(), fileType: "application/json", fileName }, status, headers);
}

function fileResponse(
  { file, fileType, fileName }: { file: AsyncGenerator<string>; fileType: FileType; fileName: string },
  status: number,
  headers: AnswerHeaders,
): Response {
  headers.set("Content-Type", `${fileType}; charset=utf-8`);
  headers.set("Content-Disposition", `attachment; filename="${fileName}"`);
  const body = Readable.toWeb(Readable.from(file, { objectMode: false }));
  return new Response(body as ReadableStream, { status, headers: headers.toInit() });
}
