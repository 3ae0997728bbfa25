import { expect, test } from "vitest";
import { openStage } from "../../channels/zalo-oa/stage.ts";
import { hour, openOffice } from "./office.ts";

test("the channel sends with the kept token, over a rotation; it is shut by a dead grant, and open again once a person allows", async () => {
  await using office = await openOffice();
  const { send, fake } = await openStage({ tokens: office.grants }, { tokens: office.keeper() });
  expect(await send()).toMatchObject({ kind: "shut", reason: expect.stringContaining("hocvu zalo-oa connect") });
  await office.allow();
  expect(await send()).toMatchObject({ kind: "sent" });
  office.pass(hour);
  office.grants.endAccess();
  expect(await send()).toMatchObject({ kind: "sent" });
  expect((await office.row()).generation).toBe(2);
  office.pass(hour);
  office.grants.revoke();
  expect(await send()).toMatchObject({ kind: "shut" });
  expect((await office.row()).state).toBe("needs_reauthorisation");
  await office.allow();
  expect(await send()).toMatchObject({ kind: "sent" });
  expect(fake.messages).toHaveLength(3);
});
