import { expect } from "vitest";
import { openZaloOa } from "#channels/zalo-oa/open.ts";
import { receive } from "#conversation/receive.ts";
import { storeUpdate } from "#db/chats/inbox.ts";
import type { Message } from "#domain/message.ts";
import { plainText } from "#domain/text.ts";
import { oneToken, to } from "../channels/samples.ts";
import { FakeZaloOa, type OaMessage } from "../fakes/zalo-oa/api.ts";
import { oaFetch } from "../fakes/zalo-oa/serve.ts";
import type { ChatWorld } from "./chat.ts";

/** An Official Account in a world of chats. */
export interface AccountInWorld extends AsyncDisposable {
  readonly fake: FakeZaloOa;
  /** What is owed for an event: the texts of the replies; null: it is not even stored. */
  does(chat: string, event: object): Promise<string[] | null>;
  says(chat: string, text: string): Promise<string[] | null>;
  /** Sends what is owed there, and answers what the person sees of it. */
  delivers(chat: string): Promise<OaMessage[]>;
}

/** @param publicUrl where the platform finds our server's files; null: nowhere */
export function accountIn(w: ChatWorld, publicUrl: string | null = null): AccountInWorld {
  const fake = new FakeZaloOa();
  const channel = openZaloOa({
    appId: fake.appId,
    apiRoot: "http://127.0.0.1:1",
    tokens: oneToken(),
    warn() {},
    fetch: oaFetch([fake]),
    publicUrl,
  });
  const delivers = async (chat: string) => {
    const before = fake.sent(chat).length;
    const rows = await w.database.sql<{ body: Message }[]>`
      select d.body from deliveries d join chats h on h.id = d.chat_id
      where h.address = ${chat} and d.state = 'planned' order by d.lane, d.id`;
    for (const { body } of rows)
      expect(await channel.send(to(channel.bot, chat), body)).toMatchObject({ kind: "sent" });
    await w.database.sql`
      update deliveries set state = 'sent' from chats h where h.id = chat_id and h.address = ${chat} and deliveries.state = 'planned'`;
    return fake.sent(chat).slice(before);
  };
  const does = async (chat: string, event: object) => {
    const key = channel.key(event);
    if (key === null) return null;
    const before = (await w.replies(chat)).length;
    const { update: updateKey } = key;
    const id = await w.database.db.transaction((tx) =>
      storeUpdate(tx, { bot: channel.bot, updateKey, chat: key.chat, payload: event, receivedAt: w.now }),
    );
    if (id !== null) await receive({ ...w.deps, readerOf: () => channel }, id);
    return (await w.replies(chat)).slice(before).map(({ text }) => plainText(text));
  };
  return {
    fake,
    does,
    delivers,
    says: async (chat, text) => does(chat, await fake.say(chat, text)),
    [Symbol.asyncDispose]: () => channel[Symbol.asyncDispose](),
  };
}
