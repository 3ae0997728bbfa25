import { afterEach, beforeEach, expect, test } from "vitest";
import { hashOf, linkPath, newSecret } from "#http/dashboard/secrets.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

let world: ChatWorld;
let secrets: string[];
beforeEach(async () => {
  secrets = [];
  world = await chatWorld({
    dashboardLink: () => {
      const secret = newSecret();
      secrets.push(secret);
      return { url: `https://hocvu.example.org${linkPath(secret)}`, hash: hashOf(secret) };
    },
  });
});
afterEach(() => world.database.end());

async function joins(chat: string, role: "learner" | "supervisor") {
  const invited = await world.invite("Nguyễn Văn Bình", "Xã A", role);
  await world.types(chat, invited.code);
  await world.taps(chat, "Đồng ý");
  return invited.learner;
}

test("a supervisor gets a link that opens once, and hears for how long; a new one ends the old", async () => {
  const person = await joins("a", "supervisor");
  const answer = await world.types("a", "/bang");
  expect(answer).toMatch(/trong 10 phút.*sau 8 giờ, hoặc sau 60 phút không dùng/s);
  expect(JSON.stringify(await world.replies("a"))).toContain(`/dashboard/vao/${secrets.at(-1)}`);
  await world.types("a", "bảng");
  const links = await world.database.sql`select person_id, hash from dashboard_links`;
  expect([...links]).toEqual([{ person_id: person, hash: hashOf(secrets.at(-1)!) }]);
});

test("who supervises nothing gets none", async () => {
  await joins("a", "learner");
  expect(await world.types("a", "/bang")).toContain("dành cho người phụ trách");
  expect((await world.database.sql`select 1 from dashboard_links`).length).toBe(0);
});

test("without an address there is none", async () => {
  await world.database.end();
  world = await chatWorld();
  await joins("a", "supervisor");
  expect(await world.types("a", "/bang")).toContain("chưa được bật");
});
