import type { Answer, OaCall } from "./client.ts";

/** The address that this account's messages are taken at: the older one is for some bodies of the state. */
export type Endpoint = "v3" | "v2";

/** Remembers which it is, for all processes and for good. Both may reject: then it is found out once more. */
export interface EndpointMemory {
  read(): Promise<Endpoint>;
  remember(endpoint: Endpoint): Promise<void>;
}

/** For as long as the process lives. */
export function forgetfulMemory(): EndpointMemory {
  let known: Endpoint = "v3";
  return {
    read: async () => known,
    async remember(endpoint) {
      known = endpoint;
    },
  };
}

const paths: Readonly<Record<Endpoint, string>> = { v3: "/v3.0/oa/message/cs", v2: "/v2.0/oa/message" };
const sendSeconds = 15;
/** "This API does not support this type of OA", and its counterpart. */
const notForThisAccount = -235;
const shutDown = -240;

/** Sends the body of one message. */
export type Post = (call: OaCall, body: object) => Promise<Answer>;

/**
 * Posts to the address that takes this account's messages. The other one is tried on -235 alone, which was surely not
 * delivered: any other answer is an answer.
 */
export function poster(memory: EndpointMemory): Post {
  let known: Endpoint | null = null;
  const learn = async (endpoint: Endpoint) => {
    known = endpoint;
    await memory.remember(endpoint).catch(() => {});
  };
  return async (call, body) => {
    known ??= await memory.read().catch(() => null);
    const endpoint = known ?? "v3";
    const post = (to: Endpoint) =>
      call({
        method: "POST",
        path: paths[to],
        contentType: "application/json",
        body: JSON.stringify(body),
        seconds: sendSeconds,
      });
    const answer = await post(endpoint);
    if (answer.kind !== "error") return answer;
    if (endpoint === "v3" && answer.code === notForThisAccount) {
      const older = await post("v2");
      if (older.kind === "ok") await learn("v2");
      return older;
    }
    if (endpoint === "v2" && answer.code === shutDown) {
      await learn("v3");
      return { kind: "unreached" }; // the next try goes there
    }
    return answer;
  };
}
