import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BookThread } from "#app/exporting/book-thread.ts";
import { openServer, type Server } from "#http/server.ts";
import { hasBrowser } from "../setup/tools.ts";
import { peopleIn } from "../setup/workbook.ts";
import { type BoardWorld, boardWorld } from "./board.ts";
import { openBrowser, sideways, violations } from "./browser.ts";
import { nothing } from "./sample.ts";

const desk: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const hand: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** As long as names get, with and without a place to break them. */
const long = "Ban Chỉ đạo xây dựng nông thôn mới và đô thị văn minh giai đoạn 2026 - 2030 của xã Thử Nghiệm";
const unbroken = "Nguyễn".repeat(20);

let browser: Browser;
let world: BoardWorld;
let server: Server;
const thread = new BookThread();
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
  await world.database.sql`update units set name = ${long}, path = 'Tỉnh / ' || ${long} where path = 'Tỉnh / Xã B'`;
  await world.database.sql`update people set full_name = ${unbroken} where full_name in ('Dũng', 'Bình')`;
  world.now = new Date("2026-03-05T03:00:00Z");
  world.makes = (order) => thread.make({ ...order, databaseUrl: world.database.url });
  server = await openServer({ ...nothing, dashboard: world.deps });
});
afterAll(async () => {
  for (const context of opened) await context.close();
  await server?.close();
  await thread[Symbol.asyncDispose]();
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
  // Who has gone out and comes back is told so with 401, which a browser writes down.
  page.on("console", (line) => line.type() === "error" && !line.text().includes("401") && faults.push(line.text()));
  page.on("request", (request) => request.url().startsWith(server.address) || faults.push(request.url()));
  await page.goto(server.address + (await world.link(name)));
  await page.getByRole("button", { name: "Mở bảng theo dõi" }).click();
  await page.getByRole("heading", { name: "Tổng quan", level: 1 }).waitFor();
  return page;
}

const paths = () => ({
  overview: "/dashboard",
  unit: `/dashboard/don-vi/${world.units["Tỉnh / Xã A"]}`,
  long: `/dashboard/don-vi/${world.units["Tỉnh / Xã B"]}`,
  cohorts: "/dashboard/lop",
  cohort: `/dashboard/lop/${world.cohort}`,
  lessons: "/dashboard/bai-hoc",
  care: "/dashboard/can-giup",
  exports: "/dashboard/xuat",
  deeds: "/dashboard/viec",
});

/** Every page that somebody inside can come to. */
async function look(page: Page, what: string, name: string): Promise<void> {
  expect(await violations(page), what).toEqual([]);
  expect(await sideways(page), what).toBe(0);
  await page.screenshot({ path: `artifacts/dashboard-${what}-${name}.png`, fullPage: true });
}

const insideOf = (page: Page, what: string) => page.getByRole("region", { name: what });

describe.runIf(hasBrowser)("the dashboard in a browser", () => {
  test.each([
    ["phone-light", { ...hand, colorScheme: "light" }],
    ["phone-dark", { ...hand, colorScheme: "dark" }],
    ["desk-light", { ...desk, colorScheme: "light" }],
    ["desk-dark", { ...desk, colorScheme: "dark" }],
  ] as const)("has no barrier and no sideways scrolling on any page: %s", async (name, options) => {
    const page = await visit("Chủ tịch", { ...options, bypassCSP: true });
    for (const [what, path] of Object.entries(paths())) {
      await page.goto(server.address + path);
      await look(page, what, name);
    }
    await page.goto(server.address + paths().care);
    await page.getByRole("button", { name: "Nhắc người chưa học hôm nay" }).click();
    await look(page, "nudged", name);
    await page.goto(server.address + paths().exports);
    await page.getByRole("button", { name: "Tải về" }).click();
    await look(page, "book", name);
    await page.goto(server.address + (await world.link("Chủ tịch")));
    await look(page, "enter", name);
    await page.getByRole("button").click();
    await page.getByRole("button", { name: "Thoát" }).click();
    await look(page, "door", name);
  });

  test("works whole without scripts: in, down, sorted, back, reminded, a file, out", async () => {
    const page = await visit("Chủ tịch", { ...desk, javaScriptEnabled: false });
    await page.getByRole("link", { name: "Hoàn thành" }).click();
    await page.getByRole("link", { name: "Xã A" }).click();
    await page.getByRole("heading", { name: "Xã A", level: 1 }).waitFor();
    await page.getByRole("link", { name: "Bài đã học" }).click();
    const rows = insideOf(page, "Người học của đơn vị").getByRole("rowheader");
    expect(await rows.allInnerTexts()).toEqual(["Ánh", "Ân"]);
    await page.getByRole("button", { name: "Nhắc người chưa học hôm nay" }).click();
    await page.getByRole("status").waitFor();
    await page.getByRole("link", { name: "Quay lại" }).click();
    await page.getByRole("link", { name: "Tỉnh" }).click();
    await page.getByRole("link", { name: "Tải báo cáo" }).click();
    await page.getByLabel("Phạm vi").selectOption({ label: "Lớp 1" });
    await page.getByRole("button", { name: "Tải về" }).click();
    await page.getByRole("status").getByText("Báo cáo đã xong: Lớp 1.").waitFor();
    // Twice, as over a line that broke the first time.
    for (let times = 0; times < 2; times++) {
      const book = page.waitForEvent("download");
      await page.getByRole("link", { name: "Tệp Excel" }).click();
      expect((await book).suggestedFilename()).toBe("bao-cao-hoc-vu-2026-03-05.xlsx");
      expect((await peopleIn(readFileSync(await (await book).path()))).sort()).toEqual(
        ["An", "Ánh", "Ân", "Chủ tịch", unbroken, unbroken].sort(),
      );
    }
    await page.getByRole("link", { name: "Quay lại" }).click();
    await page.getByRole("heading", { name: "Tệp còn tải được" }).waitFor();
    await page.getByLabel("Định dạng").selectOption("csv");
    const table = page.waitForEvent("download");
    await page.getByRole("button", { name: "Tải về" }).click();
    expect((await table).suggestedFilename()).toBe("bao-cao-hoc-vu-2026-03-05.csv");
    await page.getByRole("button", { name: "Thoát" }).click();
    await page.getByRole("heading", { name: "Bảng theo dõi dành cho người phụ trách" }).waitFor();
    await page.goBack();
    await page.reload();
    await page.getByRole("heading", { name: "Bảng theo dõi dành cho người phụ trách" }).waitFor();
  });

  test("is entered from a chat on another site, and a form of another site does nothing in it", async () => {
    const context = await browser.newContext(desk);
    opened.push(context);
    const page = await context.newPage();
    const form = `<form method="post" action="${server.address}/dashboard/nhac"><input name="ma" value="x"><button>gửi</button></form>`;
    const link = await world.link("Chủ tịch");
    await context.route("http://chat.example/", (route) =>
      route.fulfill({
        contentType: "text/html; charset=utf-8",
        body: `<a href="${server.address}${link}">mở</a>${form}`,
      }),
    );
    await page.goto("http://chat.example/");
    await page.getByRole("link", { name: "mở" }).click();
    await page.getByRole("button", { name: "Mở bảng theo dõi" }).click();
    await page.getByRole("heading", { name: "Tổng quan", level: 1 }).waitFor();
    const cookies = await context.cookies();
    expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
      { name: "hocvu", httpOnly: true, sameSite: "Strict" },
    ]);
    expect(await page.evaluate("document.cookie")).toBe("");
    await page.goto("http://chat.example/");
    await page.getByRole("button", { name: "gửi" }).click();
    await page.getByRole("heading", { name: "Chưa làm được việc này" }).waitFor();
  });

  test("is whole by keyboard, with a focus that can be seen", async () => {
    const page = await visit("Chủ tịch", desk);
    await page.goto(server.address + paths().unit);
    const focused = () =>
      page.evaluate(`(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return [document.activeElement.innerText, outlineStyle + outlineWidth];
      })()`) as Promise<[string, string]>;
    await page.keyboard.press("Tab");
    expect(await focused()).toEqual(["Đến nội dung chính", "solid3px"]);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect((await focused())[0]).toBe("Tổng quan");
    const reached: string[] = [];
    for (let presses = 0; presses < 40; presses++) {
      const [text, outline] = await focused();
      if (text.startsWith("Đến nội dung")) break;
      if (text !== "" && !reached.includes(text)) {
        reached.push(text);
        expect(outline, text).toBe("solid3px");
      }
      await page.keyboard.press("Tab");
    }
    expect(reached).toEqual(
      expect.arrayContaining(["Tỉnh", "Xem bằng bảng số", "Thôn 1", "Nhắc người chưa học hôm nay"]),
    );
  });

  test("names in a list of cards can be hit by a thumb", async () => {
    const page = await visit("Chủ tịch", hand);
    await page.goto(server.address + paths().unit);
    const heads = page.locator(".cards tbody th a");
    const heights = await heads.evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(0);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(28);
  });

  test("prints figures without what is only for pressing", async () => {
    const page = await visit("Chủ tịch", desk);
    await page.goto(server.address + paths().unit);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("button").count()).toBe(0);
    expect(await page.getByRole("navigation", { name: "Các trang" }).count()).toBe(0);
    await page.getByRole("table").first().waitFor();
    await page.screenshot({ path: "artifacts/dashboard-print.png", fullPage: true });
  });
});
