import type { ProxyServer } from "#channels/wire.ts";
import type { BotKey } from "#domain/ids.ts";

/** The Zalo Official Account that we speak as. Its tokens are not in the environment: they change every day. */
export interface OaConfig {
  readonly key: BotKey;
  readonly appId: string;
  /** Opens the token endpoint. */
  readonly appSecret: string;
  /** What webhooks are signed with; another string than the app's secret. */
  readonly secretKey: string;
  readonly apiRoot: string;
  readonly oauthRoot: string;
  /** Where approved texts are looked up. */
  readonly businessRoot: string;
  /** What its package allows in every minute, whatever is called. */
  readonly requestsPerMinute: number;
  /** What messages may cost in a month; 0: none that costs is sent. */
  readonly budgetVndPerMonth: number;
  /** The approved text for who is silent for more than seven days; null: none is sent. */
  readonly templateId: string | null;
  /** Where its webhook is served. */
  readonly webhookPath: string;
  /** What its platform is called by; null: itself. */
  readonly proxy: ProxyServer | null;
}

/** The variables it is made from, each well formed. */
interface OaValues {
  readonly ZALO_OA_APP_ID?: string | undefined;
  readonly ZALO_OA_APP_SECRET?: string | undefined;
  readonly ZALO_OA_SECRET_KEY?: string | undefined;
  readonly ZALO_OA_API_ROOT: string;
  readonly ZALO_OA_OAUTH_ROOT: string;
  readonly ZALO_OA_BUSINESS_API_ROOT: string;
  readonly ZALO_OA_TEMPLATE_ID?: string | undefined;
  readonly ZALO_OA_REQUESTS_PER_MINUTE: number;
  readonly ZALO_OA_BUDGET_VND_PER_MONTH: number;
  readonly PUBLIC_URL?: string | undefined;
}

/** What is wrong with them taken together: the variable, and the fault. Null: nothing. */
export function oaFault(values: OaValues): readonly [keyof OaValues, string] | null {
  const { ZALO_OA_APP_ID: app, ZALO_OA_APP_SECRET: secret, ZALO_OA_SECRET_KEY: key } = values;
  if (app === undefined) {
    if (secret !== undefined) return ["ZALO_OA_APP_ID", "is missing: ZALO_OA_APP_SECRET is of no use without it"];
    if (key !== undefined) return ["ZALO_OA_APP_ID", "is missing: ZALO_OA_SECRET_KEY is of no use without it"];
    if (values.ZALO_OA_TEMPLATE_ID !== undefined)
      return ["ZALO_OA_APP_ID", "is missing: ZALO_OA_TEMPLATE_ID is of no use without it"];
    return null;
  }
  if (secret === undefined) return ["ZALO_OA_APP_SECRET", "is missing: ZALO_OA_APP_ID needs it (console, Settings)"];
  if (key === undefined) return ["ZALO_OA_SECRET_KEY", "is missing: ZALO_OA_APP_ID needs it (console, Webhook)"];
  if (secret === key) {
    return ["ZALO_OA_SECRET_KEY", "is the app's secret: the console shows another key on the page Webhook"];
  }
  if (values.PUBLIC_URL === undefined) {
    return ["PUBLIC_URL", "is missing: what people write to an Official Account comes by webhook alone"];
  }
  return null;
}

/**
 * Null: there is no Official Account. Asked once nothing is wrong with the values.
 * @param proxy what its platform is called by; null: itself
 */
export function oaOf(values: OaValues, proxy: ProxyServer | null): OaConfig | null {
  const { ZALO_OA_APP_ID: appId, ZALO_OA_APP_SECRET: appSecret, ZALO_OA_SECRET_KEY: secretKey } = values;
  if (appId === undefined || appSecret === undefined || secretKey === undefined) return null;
  return {
    key: `zalo-oa:${appId}` as BotKey,
    appId,
    appSecret,
    secretKey,
    apiRoot: values.ZALO_OA_API_ROOT,
    oauthRoot: values.ZALO_OA_OAUTH_ROOT,
    businessRoot: values.ZALO_OA_BUSINESS_API_ROOT,
    requestsPerMinute: values.ZALO_OA_REQUESTS_PER_MINUTE,
    budgetVndPerMonth: values.ZALO_OA_BUDGET_VND_PER_MONTH,
    templateId: values.ZALO_OA_TEMPLATE_ID ?? null,
    webhookPath: "/zalo-oa/webhook",
    proxy,
  };
}
