import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawPicture } from "#content/picture/png.ts";
import { bold, plain } from "#domain/text.ts";
import { openServer, type Server } from "#http/server.ts";
import { hasBrowser } from "../setup/tools.ts";
import { faintTexts, openBrowser, picture } from "./browser.ts";
import { lesson, ScriptedDemo, several } from "./demo.ts";
import { nothing } from "./sample.ts";

const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 };
const hand: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

let browser: Browser;
let demo: ScriptedDemo;
let server: Server;
let page: Page;
const faults: string[] = [];
const pictures = new Map<string, Uint8Array>();
const files = { picture: async (name: string) => pictures.get(name) ?? null, privateFile: async () => null };

beforeAll(async () => {
  if (hasBrowser) browser = await openBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  demo = new ScriptedDemo();
  server = await openServer({ ...nothing, files, demo });
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
  await page.goto(`${server.address}/chat`);
  await page.getByText("20:05").first().waitFor();
}

const phone = (name: "Học viên" | "Người phụ trách"): Locator => page.getByRole("region", { name, exact: true });
const button = (within: Locator, name: string | RegExp): Locator => within.getByRole("button", { name, exact: true });

describe.runIf(hasBrowser)("on a desk", () => {
  beforeEach(() => visit(desk));

  test("both phones stand side by side with the clock between them", async () => {
    const [left, clock, right] = await Promise.all(
      [phone("Học viên"), page.getByRole("region", { name: "Đồng hồ dùng thử" }), phone("Người phụ trách")].map(
        (part) => part.boundingBox(),
      ),
    );
    expect(left!.x + left!.width).toBeLessThan(clock!.x);
    expect(clock!.x + clock!.width).toBeLessThan(right!.x);
    expect(right!.x + right!.width).toBeLessThanOrEqual(1280);
    await picture(page, "chat-desk-empty");
  });

  test("a picture stands above the words that say the same, and is read out", async () => {
    const svg = readFileSync("lessons/hoc-vu-so/04-an-toan/picture.svg", "utf8");
    pictures.set("Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4", await drawPicture(svg));
    const alt = "Bốn nút bấm của kẻ gian";
    const drawn = { src: "/files/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4.png", alt };
    demo.tell("learner", [plain("Học phần 4.")], [], { picture: drawn });
    const shown = phone("Học viên").getByRole("img", { name: alt });
    await shown.waitFor();
    await expect
      .poll(() => shown.evaluate((made) => (made as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(1080);
    const [image, words] = await Promise.all([shown.boundingBox(), page.getByText("Học phần 4.").boundingBox()]);
    expect(image!.y + image!.height).toBeLessThanOrEqual(words!.y);
    expect(image!.width / image!.height).toBeCloseTo(360 / 450, 2);
    demo.tell("learner", [plain("Từ nơi khác.")], [], { picture: { src: "https://example.org/a.png", alt: "lạ" } });
    await page.getByText("Từ nơi khác.").waitFor();
    expect(await page.getByRole("img", { name: "lạ" }).count()).toBe(0);
    await picture(page, "chat-desk-picture");
  });

  test("what is written is said, the answer appears, and nobody else sees it", async () => {
    const learner = phone("Học viên");
    await learner.getByRole("textbox").fill("xin chào");
    await learner.getByRole("textbox").press("Enter");
    await learner.locator(".typing").waitFor();
    await learner.getByText("xin chào").waitFor();
    expect(demo.said).toMatchObject([{ chat: "telegram:learner", text: "xin chào" }]);
    demo.tell("learner", [plain("Học Vụ xin chào Anh/Chị.")]);
    await learner.getByText("Học Vụ xin chào Anh/Chị.").waitFor();
    await learner.locator(".typing").waitFor({ state: "detached" });
    expect(await phone("Người phụ trách").getByText("xin chào").count()).toBe(0);
    expect(await learner.getByRole("textbox").inputValue()).toBe("");
  });

  test("a suggestion is said as it stands", async () => {
    await button(phone("Người phụ trách"), "/tiendo").click();
    await phone("Người phụ trách").locator(".from-person").getByText("/tiendo").waitFor();
    expect(demo.said).toMatchObject([{ chat: "telegram:supervisor", text: "/tiendo" }]);
  });

  test("a press says its action, toggles say nothing until they are sent", async () => {
    const learner = phone("Học viên");
    demo.tell("learner", lesson.lines, lesson.buttons);
    await button(learner, "B").click();
    await expect.poll(() => demo.said).toMatchObject([{ tap: "a:7:0:0:1" }]);

    demo.tell("learner", several.lines, several.buttons);
    const question = learner.locator(".bubble").last();
    await question.getByText("Câu 2/3.").waitFor();
    await button(question, "C").click();
    await button(question, "A").click();
    await button(question, "B").click();
    await button(question, "☑ C").click();
    await button(question, "☑ A").waitFor();
    expect(demo.said).toHaveLength(1);
    await picture(page, "chat-desk-lesson");
    await button(question, "Gửi").click();
    await expect.poll(() => demo.said).toMatchObject([{}, { tap: "a:7:1:0:0,1" }]);
  });

  test("another look is another chat, with its own messages", async () => {
    const learner = phone("Học viên");
    demo.tell("learner", [plain("trên Telegram")]);
    await learner.getByText("trên Telegram").waitFor();
    await button(learner, "Zalo").click();
    await learner.getByText("trên Telegram").waitFor({ state: "detached" });
    demo.tell("learner", [plain("trên Zalo")]);
    await learner.getByText("trên Zalo").waitFor();
    expect(await button(learner, "Zalo").getAttribute("aria-pressed")).toBe("true");
    await button(learner, "Telegram").click();
    await learner.getByText("trên Telegram").waitFor();
  });

  test("the clock moves where it is told, and nobody moves it twice", async () => {
    const clock = page.getByRole("region", { name: "Đồng hồ dùng thử" });
    let release = () => {};
    demo.hold = new Promise((resolve) => {
      release = resolve;
    });
    await button(clock, "Tua tới 07:30 ngày mai").click();
    await expect.poll(() => button(clock, "+1 giờ").isDisabled()).toBe(true);
    const again = await page.request.post(`${server.address}/chat/api/advance`, { data: { hours: 1 } });
    expect(again.status()).toBe(409);
    release();
    await clock.getByText("07:30", { exact: true }).waitFor();
    await clock.getByText("Thứ Hai, 02/03/2026").waitFor();
    await button(clock, "Tới giờ nhắc 19:30 hôm nay").click();
    await clock.getByText("19:30", { exact: true }).waitFor();
    await button(clock, "+30 phút").click();
    await clock.getByText("20:00", { exact: true }).waitFor();
    expect(demo.advances).toEqual([
      { to: new Date("2026-03-02T00:30:00Z") },
      { to: new Date("2026-03-02T12:30:00Z") },
      { hours: 0.5 },
    ]);
  });

  test("names and texts are inert", async () => {
    const evil = '<b>Lan</b><img src=x onerror="document.title=1">\u202e=HYPERLINK("x")';
    demo.titles.learner = evil;
    demo.tell(
      "learner",
      [bold(evil), plain("javascript:alert(1)"), plain("https://vnu.edu.vn/a")],
      [[{ kind: "link", label: evil, url: "javascript:alert(1)" }]],
    );
    const learner = phone("Học viên");
    await learner.getByRole("heading").getByText("<b>Lan</b>").waitFor();
    await learner.getByText("<b>Lan</b>").nth(1).waitFor();
    expect(await learner.locator(".log b, .log img, .owner *").count()).toBe(0);
    expect(await learner.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toEqual([
      "https://vnu.edu.vn/a",
    ]);
    expect(await page.title()).toContain("Học Vụ");
  });

  test("a message that could not be said is still in the box", async () => {
    demo.post = async () => {
      throw new Error("away");
    };
    const learner = phone("Học viên");
    await learner.getByRole("textbox").fill("giữ lại");
    await button(learner, "Gửi tin").click();
    await learner.getByText("Chưa gửi được.").waitFor();
    expect(await learner.getByRole("textbox").inputValue()).toBe("giữ lại");
    faults.length = 0; // the browser's own word about the 500
  });

  test("everything can be done from the keyboard, and what has the focus is seen", async () => {
    demo.tell("learner", lesson.lines, lesson.buttons);
    await button(phone("Học viên"), "A").waitFor();
    const reached: string[] = [];
    for (let press = 0; press < 24; press++) {
      await page.keyboard.press("Tab");
      const focused = page.locator(":focus");
      const outline = await focused.evaluate((target) => target.computedStyleMap().get("outline-style")?.toString());
      const name = await focused.evaluate((target) => target.getAttribute("aria-label") ?? target.textContent);
      expect([name, outline]).toEqual([name, "solid"]);
      reached.push(name ?? "");
    }
    for (const wanted of ["+1 giờ", "Telegram", "A", "/diem", "Tin nhắn", "Gửi tin", "/nhac"]) {
      expect(reached).toContain(wanted);
    }
  });

  test("it lives through a server that goes away", async () => {
    demo.tell("learner", [plain("trước")]);
    await phone("Học viên").getByText("trước").waitFor();
    const port = Number(new URL(server.address).port);
    await server.close();
    await page.getByText("Mất kết nối, đang thử lại…").waitFor();
    server = await openServer({ ...nothing, port, demo });
    demo.tell("learner", [plain("sau")]);
    await phone("Học viên").getByText("sau").waitFor();
    expect(await phone("Học viên").getByText("trước").count()).toBe(1);
    faults.length = 0; // the browser's own words about refused connections
  });
});

test.runIf(hasBrowser)("where events are held back on the way, the page asks", async () => {
  const context = await browser.newContext({ locale: "vi-VN", ...desk });
  page = await context.newPage();
  await page.route("**/chat/api/events", (route) => route.fulfill({ status: 502 }));
  await page.goto(`${server.address}/chat`);
  demo.tell("supervisor", [plain("một")]);
  await phone("Người phụ trách").getByText("một").waitFor();
  demo.tell("supervisor", [plain("hai")]);
  await phone("Người phụ trách").getByText("hai").waitFor();
  await button(phone("Người phụ trách"), "Zalo").click();
  await phone("Người phụ trách").getByText("hai").waitFor({ state: "detached" });
  await button(phone("Người phụ trách"), "Telegram").click();
  await phone("Người phụ trách").getByText("một").waitFor();
  expect(await page.getByText("Mất kết nối").isVisible()).toBe(false);
});

describe.runIf(hasBrowser)("in the hand", () => {
  beforeEach(() => visit(hand));

  test("one phone is in sight, and a badge counts what the other has not shown", async () => {
    expect(await phone("Người phụ trách").isVisible()).toBe(false);
    demo.tell("supervisor", [plain("một")]);
    demo.tell("supervisor", [plain("hai")]);
    const tab = page.getByRole("navigation").getByRole("button", { name: "Người phụ trách 2 tin mới" });
    await tab.waitFor();
    demo.tell("learner", lesson.lines, lesson.buttons);
    await phone("Học viên").getByText("Bài 2/10").waitFor();
    await picture(page, "chat-hand-lesson");
    await tab.tap();
    await phone("Người phụ trách").getByText("hai").waitFor();
    expect(await phone("Học viên").isVisible()).toBe(false);
    await page.getByRole("navigation").getByRole("button", { name: "Người phụ trách", exact: true }).waitFor();
    await picture(page, "chat-hand-supervisor");
  });

  test("the page fits: nothing sticks out, and every target is at least 44 pixels", async () => {
    demo.tell("learner", several.lines, several.buttons);
    await button(phone("Học viên"), "Gửi").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    const small = await page.locator("button:visible").evaluateAll((buttons) =>
      buttons
        .map((target) => ({ name: target.textContent, box: target.getBoundingClientRect() }))
        .filter(({ box }) => box.height < 44 || box.width < 44)
        .map(({ name }) => name),
    );
    expect(small).toEqual([]);
  });

  test("of a message taller than the phone the beginning is in sight, and a press leads to its end", async () => {
    demo.tell("learner", [bold("Đầu bài"), ...Array(60).fill(plain("nội dung")), plain("Cuối bài")], lesson.buttons);
    const learner = phone("Học viên");
    await learner.getByText("Đầu bài").waitFor();
    await expect.poll(() => inSight(learner.getByText("Đầu bài"))).toBe(true);
    await learner.getByRole("button", { name: "Tin mới nhất" }).tap();
    await expect.poll(() => inSight(button(learner, "B"))).toBe(true);
  });

  test("the newest message is in sight, unless someone reads further up", async () => {
    for (let at = 1; at <= 30; at++) demo.tell("learner", [plain(`tin số ${at}.`)]);
    const learner = phone("Học viên");
    const last = learner.getByText("tin số 30.");
    await last.waitFor();
    await expect.poll(() => inSight(last)).toBe(true);
    await learner.locator(".log").evaluate((log) => log.scrollTo(0, 0));
    demo.tell("learner", [plain("tin số 31.")]);
    await learner.getByRole("button", { name: "Tin mới nhất" }).tap();
    await expect.poll(() => inSight(learner.getByText("tin số 31."))).toBe(true);
  });
});

test.runIf(hasBrowser)("is readable in the dark and in the Zalo look", async () => {
  await demo.setLook("learner", "zalo");
  demo.tell("learner", [...several.lines, plain("Trả lời: gõ các chữ Anh/Chị chọn, ví dụ: A, B")]);
  demo.tell("supervisor", lesson.lines, lesson.buttons);
  await visit({ ...desk, colorScheme: "dark", reducedMotion: "reduce" });
  await phone("Học viên").getByRole("textbox").fill("A, B");
  await phone("Học viên").getByRole("textbox").press("Enter");
  const dots = phone("Học viên").locator(".typing i").first();
  expect(await dots.evaluate((dot) => dot.computedStyleMap().get("animation-name")?.toString())).toBe("none");
  await picture(page, "chat-desk-dark");
  expect(await faintTexts(page)).toEqual([]);
});

test.runIf(hasBrowser)("is readable in the light", async () => {
  demo.tell("learner", lesson.lines, lesson.buttons);
  await demo.post(demo.chat("learner"), { id: "1", text: "/diem" });
  await demo.setLook("supervisor", "zalo");
  demo.tell("supervisor", several.lines);
  await demo.post(demo.chat("supervisor"), { id: "2", text: "/tiendo" });
  await visit(desk);
  await picture(page, "chat-desk-light");
  expect(await faintTexts(page)).toEqual([]);
});

/** Whether the middle of the message is not covered and not scrolled away. */
const inSight = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const there = element.ownerDocument.elementFromPoint(box.x + 5, box.y + box.height / 2);
    return there?.closest(".bubble") === element.closest(".bubble");
  });
