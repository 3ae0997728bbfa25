import axe from "axe-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openServer, type Server } from "#http/server.ts";
import { hasBrowser } from "../setup/tools.ts";
import { type BoardWorld, boardWorld } from "./board.ts";
import { openBrowser } from "./browser.ts";
import { nothing } from "./sample.ts";

const desk: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const hand: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

let browser: Browser;
let world: BoardWorld;
let server: Server;
const opened: BrowserContext[] = [];
const faults: string[] = [];

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await openBrowser();
  world = await boardWorld();
  const days = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"];
  for (const [at, day] of days.entries()) {
    await world.completes("An", at + 1, day, [true, false, true]);
    if (at < 3) await world.completes("Ánh", at + 1, day, [true, true, false]);
    if (at < 1) await world.completes("Dũng", at + 1, day, [false, false, true]);
  }
  await world.database.sql`insert into holidays (day, name) values ('2026-03-09', 'Ngày nghỉ thử')`;
  world.now = new Date("2026-03-05T03:00:00Z");
  server = await openServer({ ...nothing, dashboard: world.deps });
});
afterAll(async () => {
  for (const context of opened) await context.close();
  await server?.close();
  await world?.[Symbol.asyncDispose]();
  await browser?.close();
  expect(faults).toEqual([]);
});

/** A browser's window with the dashboard open, by a link and its button. */
async function visit(name: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ locale: "vi-VN", ...options });
  opened.push(context);
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
  page.on("request", (request) => request.url().startsWith(server.address) || faults.push(request.url()));
  await page.goto(server.address + (await world.link(name)));
  await page.getByRole("button", { name: "Mở bảng theo dõi" }).click();
  await page.getByRole("heading", { name: "Tổng quan", level: 1 }).waitFor();
  return page;
}

const paths = () => ({
  overview: "/dashboard",
  unit: `/dashboard/don-vi/${world.units["Tỉnh / Xã A"]}`,
  cohorts: "/dashboard/lop",
  cohort: `/dashboard/lop/${world.cohort}`,
  lessons: "/dashboard/bai-hoc",
  care: "/dashboard/can-giup",
  exports: "/dashboard/xuat",
  deeds: "/dashboard/viec",
});

/** What axe finds wrong with the page, each with where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`);
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

describe.runIf(hasBrowser)("the dashboard in a browser", () => {
  test.each([
    ["phone", "light", hand],
    ["phone", "dark", hand],
    ["desk", "light", desk],
    ["desk", "dark", desk],
  ] as const)(
    "on a %s, %s, has no barrier and no sideways scrolling on any page",
    { timeout: 120_000 },
    async (name, scheme, options) => {
      const page = await visit("Chủ tịch", {
        ...options,
        colorScheme: scheme,
        javaScriptEnabled: true,
        bypassCSP: true,
      });
      for (const [what, path] of Object.entries(paths())) {
        await page.goto(server.address + path);
        expect(await violations(page), what).toEqual([]);
        expect(await sideways(page), what).toBe(0);
        await page.screenshot({ path: `artifacts/dashboard-${what}-${name}-${scheme}.png`, fullPage: true });
      }
    },
  );
});
