import { z } from "zod";
import type { Fetch } from "../wire.ts";
import { ask, deadTokenCodes } from "./asking.ts";

/** What the platform tells of an Official Account. */
export interface Account {
  readonly oaId: string;
  readonly name: string;
  /** 2 a business, 4 a body of the state; null: not told. */
  readonly type: number | null;
  readonly verified: boolean | null;
  /** Null: none, or not told. */
  readonly packageName: string | null;
  /** As the platform writes it. */
  readonly packageUntil: string | null;
}

export type AccountAnswer =
  | { readonly kind: "ok"; readonly account: Account }
  /** The token is dead. */
  | { readonly kind: "token" }
  /** It answered with another of its numbers. */
  | { readonly kind: "refused"; readonly code: number }
  | { readonly kind: "away"; readonly reached: boolean };

const text = z.string().trim().min(1).nullable().catch(null);

const answered = z.object({
  error: z.coerce.number().int(),
  data: z
    .object({
      oaid: z.coerce.string().catch(""),
      name: z.string().catch(""),
      oa_type: z.coerce.number().int().positive().nullable().catch(null),
      is_verified: z.boolean().nullable().catch(null),
      package_name: text,
      package_valid_through_date: text,
    })
    .optional()
    .catch(undefined),
});

/** Asks whose token it is: the cheapest call there is. Never throws. */
export async function askAccount(
  apiRoot: string,
  token: string,
  fetch: Fetch,
  callMs = 10_000,
): Promise<AccountAnswer> {
  const told = await ask({ url: `${apiRoot}/v2.0/oa/getoa`, token, fetch, callMs });
  return told.kind === "told" ? read(told.body) : told;
}

function read(body: unknown): AccountAnswer {
  const found = answered.safeParse(body).data;
  if (found === undefined) return { kind: "away", reached: true };
  if (deadTokenCodes.includes(found.error)) return { kind: "token" };
  if (found.error !== 0) return { kind: "refused", code: found.error };
  return { kind: "ok", account: accountOf(found.data) };
}

function accountOf(data: z.infer<typeof answered>["data"]): Account {
  return {
    oaId: data?.oaid ?? "",
    name: data?.name ?? "",
    type: data?.oa_type ?? null,
    verified: data?.is_verified ?? null,
    packageName: data?.package_name ?? null,
    packageUntil: data?.package_valid_through_date ?? null,
  };
}
