import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import type { FakeRequest } from "../fakes/zalo-oa/grants.ts";
import { Chance } from "../simulation/chance.ts";
import { Rotation } from "./rotation.ts";

const processes = 8;
/** HOCVU_ROTATION_KILLS=200 is a story for a quarter of an hour. */
const kills = Number(process.env.HOCVU_ROTATION_KILLS ?? 20);

/** What befalls a rotation, and whether a pair that was made may be lost with it: then nobody but a person can help. */
const fates = {
  "nothing befalls it": "kept",
  "somebody dies at any moment": "either",
  "who renews dies before the platform does anything": "kept",
  "who renews dies while the platform makes the pair": "lost",
  "who renews dies with the pair on its way": "lost",
  "who renews dies as the answer comes": "either",
  "the line breaks before the platform does anything": "kept",
  "the line breaks with the pair on its way": "lost",
} as const;

type Fate = keyof typeof fates;

const renews = ({ headers }: FakeRequest): string => headers.process ?? "";

/** Lays the fate on the next rotation. Returns what is to be waited for, beside the grant. */
function lay(rotation: Rotation, fate: Fate, chance: Chance): Promise<unknown> {
  const { grants } = rotation;
  const before = chance.whole(0, 120);
  grants.slow = { before, after: chance.whole(0, 120) };
  const moment = chance.whole(0, 400);
  return new Promise((resolve) => {
    switch (fate) {
      case "nothing befalls it":
        return resolve(null);
      case "somebody dies at any moment":
        return resolve(sleep(moment).then(() => rotation.kill(chance.pick(rotation.names))));
      case "who renews dies before the platform does anything":
      case "who renews dies while the platform makes the pair":
        grants.onArrived = async (request) => {
          grants.onArrived = () => undefined;
          await rotation.kill(renews(request));
          resolve(null);
          return fate.endsWith("anything") ? "drop" : undefined;
        };
        return;
      case "who renews dies with the pair on its way":
        grants.onMade = once(rotation, async (request) => {
          await rotation.kill(renews(request));
          resolve(null);
        });
        return;
      case "who renews dies as the answer comes":
        grants.slow = { before, after: 0 };
        grants.onMade = once(rotation, async (request) => {
          resolve(sleep(moment / 20).then(() => rotation.kill(renews(request))));
        });
        return;
      case "the line breaks before the platform does anything":
        grants.fault("cut");
        return resolve(null);
      case "the line breaks with the pair on its way":
        grants.fault("rotate, cut");
        return resolve(null);
    }
  });
}

/** Every pair is noted, so that it may be looked for in the logs; `then` is for the next one alone. */
function once(rotation: Rotation, then: (request: FakeRequest) => Promise<void> = async () => {}) {
  return async (pair: { readonly access: string; readonly refresh: string }, request: FakeRequest) => {
    rotation.note(pair);
    rotation.grants.onMade = once(rotation);
    await then(request);
  };
}

test(`${processes} processes share a grant that is renewed again and again while they die: it is lost only where the platform made a pair that nobody received`, {
  timeout: 300_000 + kills * 12_000,
}, async ({ onTestFailed }) => {
  await using rotation = await Rotation.open();
  let tails = "";
  onTestFailed(() => console.error(tails));
  const chance = new Chance(`rotation ${inject("seed")}`);
  const { grants } = rotation;
  grants.onMade = once(rotation);
  await rotation.allow();
  for (let n = 0; n < processes; n++) rotation.start();
  const ended: Record<string, number> = {};
  try {
    await rotation.allWork();
    for (let round = 0; rotation.kills < kills; round++) {
      const fate = round === 0 ? "nothing befalls it" : chance.pick(Object.keys(fates) as Fate[]);
      const generation = (await rotation.row())!.generation;
      const unheard = rotation.unheard;
      const done = lay(rotation, fate, chance);
      grants.endAccess();
      await done;
      const standing = await rotation.settled(generation);
      ended[`${fate}: ${standing}`] = (ended[`${fate}: ${standing}`] ?? 0) + 1;
      expect(standing, fate).not.toBe("thrown away");
      if (fates[fate] === "lost") expect(standing, fate).toBe("lost");
      // On a machine that stands still a call may run into its time limit by itself.
      if (fates[fate] === "kept" && standing !== "lives") expect(rotation.unheard, fate).toBeGreaterThan(unheard);
      if (standing === "lost") await rotation.allow();
      if (rotation.kills >= kills / 2 && ended.database === undefined) ended.database = await loseDatabase(rotation);
    }
    await rotation.allWork();
    console.log(`${rotation.kills} kills, ${grants.made} pairs, ${rotation.calls} calls`, ended);
    expect(grants.mostAtOnce).toBe(1);
    expect(rotation.stubborn).toEqual([]);
    expect(rotation.leaks()).toEqual([]);
  } finally {
    tails = rotation.tails();
  }
});

/** The database dies while the answer is on its way: whoever holds the new pair keeps it until it can be stored. */
async function loseDatabase(rotation: Rotation): Promise<number> {
  await rotation.allWork();
  const generation = (await rotation.row())!.generation;
  rotation.grants.onMade = once(rotation, async () => rotation.killDatabase());
  rotation.grants.endAccess();
  expect(await rotation.settled(generation)).toBe("lives");
  return 1;
}
