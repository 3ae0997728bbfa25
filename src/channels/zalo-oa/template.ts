import { z } from "zod";
import type { Message } from "#domain/message.ts";
import type { TemplateFacts } from "#domain/zalo-template.ts";
import type { SendOutcome } from "../channel.ts";
import type { Fetch } from "../wire.ts";
import { ask } from "./asking.ts";
import type { OaCall } from "./client.ts";
import { templateOutcomeOf } from "./outcome.ts";

const sendSeconds = 15;

const accepted = z.object({ message_id: z.string().catch("") }).catch({ message_id: "" });

/** Sends an approved text by the person's id of this account. The wallet pays for every one that is taken. */
export async function sendTemplate(
  call: OaCall,
  user: string,
  { data, id }: NonNullable<Message["template"]>,
  wall: () => number,
): Promise<SendOutcome> {
  const answer = await call({
    method: "POST",
    path: "/v3.0/oa/message/template",
    contentType: "application/json",
    body: JSON.stringify({ user_id: user, template_id: id, template_data: data }),
    seconds: sendSeconds,
  });
  if (answer.kind !== "ok") return templateOutcomeOf(answer, wall());
  return { kind: "sent", platformId: accepted.parse(answer.data).message_id, charge: "wallet" };
}

/** What the platform says of an approved text. */
export type TemplateAnswer =
  | { readonly kind: "ok"; readonly template: TemplateFacts }
  /** It answered with one of its numbers. */
  | { readonly kind: "refused"; readonly code: number }
  | { readonly kind: "away"; readonly reached: boolean };

/** Where the platform does not tell a limit: the least that it has. */
const shortest = 30;

const price = z.coerce.number().positive().nullable().catch(null);

const param = z.object({
  name: z.string().min(1),
  require: z.boolean().catch(true),
  maxLength: z.coerce.number().int().positive().catch(shortest),
});

const answered = z.object({
  error: z.coerce.number().int(),
  data: z
    .object({
      templateName: z.string().catch(""),
      status: z.string().catch(""),
      price_uid: price,
      listParams: z.array(param).catch([]),
    })
    .optional()
    .catch(undefined),
});

/** Looks one up, with its review, its places and its price. Never throws. @param root of the business host */
export async function askTemplate(
  root: string,
  token: string,
  id: string,
  fetch: Fetch,
  callMs = 10_000,
): Promise<TemplateAnswer> {
  const told = await ask({
    url: `${root}/template/info/v2?template_id=${encodeURIComponent(id)}`,
    token,
    fetch,
    callMs,
  });
  return told.kind === "told" ? read(told.body) : told;
}

function read(body: unknown): TemplateAnswer {
  const found = answered.safeParse(body).data;
  if (found === undefined) return { kind: "away", reached: true };
  if (found.error !== 0 || found.data === undefined) return { kind: "refused", code: found.error };
  const { listParams, price_uid: priceUid, status, templateName: name } = found.data;
  const params = listParams.map(({ maxLength: longest, name, require: required }) => ({ name, required, longest }));
  return {
    kind: "ok",
    template: { name, status, params, priceVnd: priceUid === null ? null : Math.ceil(priceUid) },
  };
}
