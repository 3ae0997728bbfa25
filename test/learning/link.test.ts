import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LearnerId } from "#domain/ids.ts";
import { addMinutes } from "#domain/time.ts";
import { issueLinkCode, redeemLinkCode } from "#learning/link.ts";
import { showLearner } from "#learning/state.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";
import { address, at, from, wipe } from "./pupil.ts";

let database: TestDatabase;
let lan: Enrolled;
let minh: Enrolled;
const monday = at("2026-03-02");
const zalo = address("z1", "zalo:9");

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());
beforeEach(async () => {
  await wipe(database);
  const course = makeCourse();
  await publish(database.db, course, monday);
  const { learners } = await makeCohort(database.db, course, { learners: 2, now: monday });
  [lan, minh] = learners as [Enrolled, Enrolled];
});

const issue = (learner: LearnerId, digits: readonly string[], now = monday) => {
  const left = [...digits];
  return database.db.transaction((tx) => issueLinkCode(tx, learner, () => left.shift()!, now));
};
const redeem = (code: string, now = monday, chat = zalo) =>
  from(database.db, chat, now, (tx, visitor) => redeemLinkCode(tx, visitor, code, now));

test("a code makes another chat the learner's: one record, two channels", async () => {
  expect(await issue(lan.learner, ["123456"])).toEqual({ code: "123456", minutes: 10 });
  expect(await redeem("123456")).toMatchObject({ kind: "linked", learner: lan.learner, agreed: true });
  expect(await database.db.transaction((tx) => showLearner(tx, lan.learner, monday))).toMatchObject({
    channels: [
      { channel: "webchat", state: "active" },
      { channel: "zalo", state: "active" },
    ],
  });
});

test("works once, also when two chats try at the same moment", async () => {
  await issue(lan.learner, ["123456"]);
  const chats = ["a", "b", "c"].map((name) => address(name, "zalo:9"));
  const kinds = await Promise.all(chats.map(async (chat) => (await redeem("123456", monday, chat)).kind));
  expect(kinds.sort()).toEqual(["linked", "wrong_code", "wrong_code"]);
});

test("is void after ten minutes, and once a newer one was asked for", async () => {
  await issue(lan.learner, ["123456"]);
  expect(await redeem("123456", addMinutes(monday, 10))).toEqual({ kind: "wrong_code" });
  await issue(lan.learner, ["222222"]);
  await issue(lan.learner, ["333333"]);
  expect(await redeem("222222")).toEqual({ kind: "wrong_code" });
  expect(await redeem("333333", addMinutes(monday, 9))).toMatchObject({ kind: "linked" });
});

test("never takes digits that are another's open code", async () => {
  await issue(lan.learner, ["123456"]);
  expect(await issue(minh.learner, ["123456", "123456", "654321"])).toMatchObject({ code: "654321" });
  expect(await redeem("123456")).toMatchObject({ learner: lan.learner });
  expect(await issue(minh.learner, ["123456"])).toMatchObject({ code: "123456" });
});

test("is not used in a chat that is a learner's already", async () => {
  await issue(lan.learner, ["123456"]);
  expect(await redeem("123456", monday, address(minh.address))).toMatchObject({
    kind: "already_joined",
    learner: minh.learner,
  });
  expect(await redeem("123456")).toMatchObject({ kind: "linked", learner: lan.learner });
});

test("guessing is locked after five wrong ones", async () => {
  await issue(lan.learner, ["123456"]);
  for (let n = 0; n < 5; n++) expect(await redeem(`00000${n}`)).toEqual({ kind: "wrong_code" });
  expect(await redeem("123456")).toEqual({ kind: "locked", until: addMinutes(monday, 60) });
});

test("has nine digits while many wrong ones are tried, and one of six is no longer good then", async () => {
  await issue(lan.learner, ["123456"]);
  await database.sql`insert into chats (bot, address, last_used_at, learner_id, wrong_codes, wrong_codes_since)
    select 'zalo:9', 'g' || n, ${monday}, case when n = 1 then ${lan.learner}::bigint end, 10, ${monday} from generate_series(1, 10) n`;
  expect(await redeem("123456")).toEqual({ kind: "wrong_code" });
  await expect(issue(lan.learner, ["123456"])).rejects.toThrow("a link code is 9 digits now");
  expect(await issue(lan.learner, ["123456789"])).toEqual({ code: "123456789", minutes: 10 });
  expect(await redeem("123456789")).toMatchObject({ kind: "linked", learner: lan.learner });
  const tomorrow = addMinutes(monday, 24 * 60);
  expect(await issue(lan.learner, ["654321"], tomorrow)).toMatchObject({ code: "654321" });
});
