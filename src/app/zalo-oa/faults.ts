/** What an operator has left out or mistaken, by the platform's number, with the step of the console that mends it. */

import { type TemplateFault, templatePlaces } from "#domain/zalo-template.ts";

/** Faults in the application itself, as the token endpoint names them; null: it is the token. */
export function oauthFault(code: number, name = ""): string | null {
  const said = `${code}${name === "" ? "" : ` ${name}`}`;
  switch (code) {
    case -14002:
      return `the app is not active (${said}), step 1: switch it on in the console, and ZALO_OA_APP_ID must be its id`;
    case -14003:
      return `the address or the link is not as saved (${said}), steps 3 and 4: the callback must be the same in the console and in the link, on a verified domain`;
    case -14004:
      return `ZALO_OA_APP_SECRET is wrong (${said}): copy the app's secret from the console, Settings; the OA's secret key, on the page Webhook, is another one: have the two changed places?`;
    case -32:
      return "the platform is asked too often just now: look again in a minute";
    default:
      return null;
  }
}

/** Faults that every call of the API names. */
const faults: Readonly<Record<number, string>> = {
  [-204]: "the Official Account is disabled: ask Zalo",
  [-205]: "the Official Account does not exist any more",
  [-209]: "the app is not active, step 1: switch it on in the console",
  [-212]: 'the app has not registered the product, step 2: register "Official Account API" in the console',
  [-219]: "the app was removed from the console: make it again, or set ZALO_OA_APP_ID to another",
  [-221]: "the Official Account is not verified: hand in its papers at oa.zalo.me, which takes 3 to 7 working days",
  [-223]:
    "the Official Account has not allowed this, steps 4 and 5: tick the permission groups, let its admin press the link anew, then hocvu zalo-oa connect",
  [-224]:
    "the Official Account's package is missing or has lapsed: buy Growth or Comprehensive, the others have no API",
  [-242]: 'the console asks for a proof of the app\'s secret: switch "require app secret proof" off',
};

export const apiFault = (code: number): string =>
  `${faults[code] ?? "the platform refuses to answer for this account: the number tells its support why"} (${code})`;

/** Why an approved text cannot be sent, and what to do. */
export function templateAdvice(fault: TemplateFault): string {
  switch (fault.kind) {
    case "status":
      return `its status is ${fault.status}, not ENABLE, so none leaves: zalo.solutions shows why; a review takes 2 to 3 working days`;
    case "price":
      return "the platform tells no price of it by a person's id, so none leaves: make it anew at zalo.solutions, without OTP and response buttons";
    case "place":
      return `it requires the parameter ${fault.name}, which we have not: use only ${templatePlaces.join(", ")}`;
  }
}
