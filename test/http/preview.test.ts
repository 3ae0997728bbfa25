import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { placeOf } from "#content/single.ts";
import type { LocalDate } from "#domain/time.ts";
import { buildPreview, openPreview } from "#http/preview.ts";
import type { Server } from "#http/server.ts";
import { type LivePreview, openLessonPreview } from "../../src/app/lesson-preview.ts";
import { goodLessons } from "../content/sample.ts";
import { silent } from "../setup/log.ts";
import { hasBrowser } from "../setup/tools.ts";
import { faintTexts, openBrowser, picture } from "./browser.ts";

const desk: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const hand: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

let folder: string;
let file: string;
let good: string;
let live: LivePreview;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-preview-"));
  cpSync(goodLessons, path.join(folder, "lessons"), { recursive: true });
  file = path.join(folder, "lessons/an-toan/01-khoi-dong/01-bon-nut-bam.md");
  good = readFileSync(file, "utf8");
  const place = await placeOf(file);
  if (!place.ok) throw new Error(place.problem);
  live = await openLessonPreview(place.value, () => "2026-03-02" as LocalDate);
});
afterEach(() => {
  live[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

const withAction = (words: string) => good.replace(/(?<=## Làm ngay\n\n).*/, words);
const deps = () => ({ host: "127.0.0.1", port: 0, log: silent, preview: live });
const nextChange = () => new Promise<void>((resolve) => void live.onChange(resolve));

describe("a lesson that is being written", () => {
  test("is read again when it is saved in its place, when another takes it, and when it is gone", async () => {
    const states: (readonly [string, boolean, number])[] = [];
    const heard = () => {
      const { faults, shown, stale } = live.state();
      states.push([JSON.stringify(shown), stale, faults.filter(({ kind }) => kind === "error").length]);
    };
    for (const save of [
      () => writeFileSync(file, withAction("Mở máy.")),
      () => {
        writeFileSync(`${file}.tmp`, withAction("Tắt máy."));
        renameSync(`${file}.tmp`, file);
      },
      () => writeFileSync(file, "---\n"),
      () => rmSync(file),
    ]) {
      const change = nextChange();
      save();
      await change;
      heard();
    }
    expect(states.map(([, stale]) => stale)).toEqual([false, false, true, true]);
    expect(states.map(([shown]) => [shown.includes("Mở máy."), shown.includes("Tắt máy.")])).toEqual([
      [true, false],
      [false, true],
      [false, true],
      [false, true],
    ]);
    expect(states.map(([, , errors]) => errors > 0)).toEqual([false, false, true, true]);
  });

  test("has the faults of its course told by their file", async () => {
    const change = nextChange();
    writeFileSync(path.join(folder, "lessons/an-toan/course.yaml"), "title: 1\n");
    await change;
    expect(live.state().stale).toBe(false);
    expect(live.state().faults[0]).toMatchObject({ kind: "error", place: expect.stringMatching(/^course\.yaml:\d+$/) });
  });
});

test("the page answers its own machine alone, and forbids what it does not do", async () => {
  const app = buildPreview(deps());
  const own = await app.inject({ url: "/", headers: { host: "127.0.0.1:4000" } });
  expect(own.statusCode).toBe(200);
  expect(own.body).not.toContain("{{");
  expect(own.headers["content-security-policy"]).toContain("script-src 'self'; style-src 'self'");
  for (const headers of [{ host: "evil.example" }, { host: "127.0.0.1", "sec-fetch-site": "cross-site" }])
    for (const url of ["/", "/events"]) expect((await app.inject({ url, headers })).statusCode).toBe(403);
  expect((await app.inject({ url: "/chat", headers: { host: "localhost" } })).statusCode).toBe(404);
  await app.close();
});

describe.runIf(hasBrowser)("in a browser", () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    server = await openPreview(deps());
    faults.length = 0;
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
    expect(faults).toEqual([]);
  });

  async function visit(options: BrowserContextOptions): Promise<void> {
    const context = await browser.newContext({ locale: "vi-VN", ...options });
    page = await context.newPage();
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
    page.on("dialog", (dialog) => faults.push(`a dialog: ${dialog.message()}`));
    await page.goto(server.address);
    await column("Telegram").waitFor();
  }

  const column = (name: "Telegram" | "Zalo" | "Chỉ chữ"): Locator => page.getByRole("region", { name, exact: true });
  const boxes = () => Promise.all((["Telegram", "Zalo", "Chỉ chữ"] as const).map((name) => column(name).boundingBox()));

  test("three columns stand side by side, a message beside itself; buttons are where there are buttons", async () => {
    await visit(desk);
    const [telegram, zalo, text] = await boxes();
    expect(telegram!.x + telegram!.width).toBeLessThan(zalo!.x);
    expect(zalo!.x + zalo!.width).toBeLessThan(text!.x);
    expect(text!.x + text!.width).toBeLessThanOrEqual(1280);
    const tops = await page
      .locator('[data-key$="/2"]')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
    expect(await column("Telegram").locator(".row").count()).toBeGreaterThan(3);
    expect(await column("Zalo").locator(".row").count()).toBe(0);
    expect(await column("Telegram").locator("strong").count()).toBeGreaterThan(3);
    expect(await column("Zalo").getByText("Trả lời: gõ A").count()).toBeGreaterThan(0);
    expect(
      await column("Telegram")
        .getByText(/^[\d.]+\/4\.096 ký tự$/)
        .count(),
    ).toBeGreaterThan(3);
    expect(
      await column("Chỉ chữ")
        .getByText(/^[\d.]+\/1\.900 ký tự$/)
        .count(),
    ).toBeGreaterThan(3);
    await picture(page, "preview-desk");
    await page.locator('[data-key="telegram/1"]').evaluate((one) => one.scrollIntoView());
    await picture(page, "preview-desk-question");
    expect(await faintTexts(page)).toEqual([]);
  });

  test("what is saved is seen at once, where its reader was; a fault is shown above the last good version", async () => {
    await visit(desk);
    const rest = column("Zalo").locator("details").nth(2);
    await rest.locator("summary").click();
    const step = page.locator('[data-key="zalo/1"]');
    await step.evaluate((one) => one.scrollIntoView());
    const before = await step.evaluate((one) => Math.round(one.getBoundingClientRect().top));
    const longer = " Thêm vài dòng để cả bài dài ra.".repeat(4); // what is above the reader grows
    const words = `Bấm <b>ngay</b> <script>alert(1)</script> & <img src=x onerror=alert(2)>.${longer}`;
    writeFileSync(file, withAction(words.replaceAll("<", "\\<")));
    for (const name of ["Telegram", "Zalo", "Chỉ chữ"] as const)
      await column(name).getByText(words).first().waitFor({ state: "attached" });
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await step.evaluate((one) => Math.round(one.getBoundingClientRect().top))).toBe(before);
    expect(await rest.getAttribute("open")).not.toBeNull();

    writeFileSync(file, good.replaceAll("- [x]", "- [ ]"));
    const fault = page.getByRole("region", { name: "Lỗi và lời nhắc" }).locator(".error").first();
    await fault.getByText(/câu hỏi chưa có ý nào đúng/).waitFor();
    expect(await fault.textContent()).toMatch(/^Lỗi, dòng \d+: /);
    await page.getByText("Bên dưới là bản đọc được gần nhất.").waitFor();
    expect(await column("Zalo").getByText(words).count()).toBe(1);
    await page.evaluate("scrollTo(0, 0)");
    await picture(page, "preview-desk-fault");
    expect(await faintTexts(page)).toEqual([]);

    writeFileSync(file, good);
    await fault.waitFor({ state: "detached" });
  });

  test("in a hand the columns stand one under the other and nothing is cut off", async () => {
    await visit(hand);
    const [telegram, zalo, text] = await boxes();
    expect(telegram!.y + telegram!.height).toBeLessThan(zalo!.y);
    expect(zalo!.y + zalo!.height).toBeLessThan(text!.y);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await picture(page, "preview-hand");
    await page.locator('[data-key="telegram/1"]').evaluate((one) => one.scrollIntoView());
    await picture(page, "preview-hand-question");
    expect(await faintTexts(page)).toEqual([]);
  });

  test("is readable in the dark, and says so when the program has ended", async () => {
    await visit({ ...desk, colorScheme: "dark" });
    expect(await faintTexts(page)).toEqual([]);
    await picture(page, "preview-desk-dark");
    await server.close();
    await page.getByText("Chương trình xem thử đã dừng.").waitFor();
    faults.length = 0; // the browser says that it finds nobody
  });
});
