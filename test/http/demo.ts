import type { WebchatLook, WebchatView } from "#channels/webchat/open.ts";
import type { Action } from "#domain/message.ts";
import { bold, plain, type RichText } from "#domain/text.ts";
import type { LocalTime, Zone } from "#domain/time.ts";
import type { Demo, DemoMessage, Phone, PhoneName, Said } from "#http/demo.ts";

const pushTime = "07:30" as LocalTime;

/** A demo that plays a script of its own: what it was told can be read back, what it says is given by the test. */
export class ScriptedDemo implements Demo {
  readonly zone = "Asia/Ho_Chi_Minh" as Zone;
  readonly pushTime = pushTime;
  readonly remindTime = "19:30" as LocalTime;
  readonly said: (Said & { chat: string })[] = [];
  readonly advances: unknown[] = [];
  titles: Record<PhoneName, string> = { learner: "Trần Thị Lan", supervisor: "Nguyễn Văn Bình" };
  /** What an advance waits for. */
  hold: Promise<void> = Promise.resolve();
  failing = false;
  #now = new Date("2026-03-01T13:05:00Z"); // a Sunday, 20:05 on the phones
  #looks: Record<PhoneName, WebchatLook> = { learner: "telegram", supervisor: "telegram" };
  #messages: (DemoMessage & { chat: string })[] = [];
  #listeners = new Set<() => void>();

  chat(phone: PhoneName): string {
    return `${this.#looks[phone]}:${phone}`;
  }

  /** The bot says it on the phone, as the web chat would. */
  tell(phone: PhoneName, lines: RichText, buttons: WebchatView["buttons"] = [], more: Partial<WebchatView> = {}): void {
    this.#keep(this.chat(phone), true, { look: this.#looks[phone], lines, buttons, ...more });
  }

  now(): Date {
    return this.#now;
  }

  async phones(): Promise<Phone[]> {
    if (this.failing) throw new Error("the database is away");
    const phones = ["learner", "supervisor"] as const;
    return phones.map((phone) => ({
      phone,
      look: this.#looks[phone],
      chat: this.chat(phone),
      title: this.titles[phone],
    }));
  }

  async messages(chat: string, sinceId: number): Promise<DemoMessage[]> {
    return this.#messages
      .filter((message) => message.chat === chat && message.id > sinceId)
      .map(({ chat: _, ...message }) => message);
  }

  async post(chat: string, said: Said): Promise<void> {
    this.said.push({ ...said, chat });
    if ("text" in said) this.#keep(chat, false, { text: said.text });
  }

  async advance(by: Parameters<Demo["advance"]>[0]): Promise<{ now: Date }> {
    this.advances.push(by);
    await this.hold;
    const hours = "hours" in by ? by.hours : "days" in by ? by.days * 24 : 0;
    this.#now = "to" in by ? by.to : new Date(this.#now.getTime() + hours * 3_600_000);
    this.#changed();
    return { now: this.#now };
  }

  async setLook(phone: PhoneName, look: WebchatLook): Promise<void> {
    this.#looks[phone] = look;
    this.#changed();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  get listening(): number {
    return this.#listeners.size;
  }

  #keep(chat: string, fromBot: boolean, view: object): void {
    this.#messages.push({ id: this.#messages.length + 1, chat, fromBot, view, at: this.#now });
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

const action = (text: string) => text as Action;

/** A lesson with a question of one right answer, as it looks in earnest. */
export const lesson: { lines: RichText; buttons: WebchatView["buttons"] } = {
  lines: [
    bold("Bài 2/10. Công an gọi cập nhật VNeID?"),
    plain(""),
    plain(
      "Sáng nay, chị Hoa ở bộ phận một cửa nhận cuộc gọi: “Tôi là công an phường, chị cài ứng dụng này ngay để cập nhật định danh.”",
    ),
    plain(""),
    plain(
      "Công an không gọi điện yêu cầu cài ứng dụng hay đọc mã OTP. Ứng dụng VNeID chỉ tải từ App Store hoặc Google Play.",
    ),
    plain(""),
    [{ text: "Làm ngay: ", bold: true }, { text: "lưu số trực ban của công an phường vào danh bạ." }],
    plain(""),
    [
      { text: "Câu 1/3.", bold: true },
      { text: " Người gọi đòi cài ứng dụng từ một đường liên kết. Chị Hoa nên làm gì?" },
    ],
    plain("A. Cài ngay để khỏi bị khóa tài khoản"),
    plain("B. Tắt máy, gọi lại số chính thức của công an phường"),
    plain("C. Gửi ảnh căn cước để họ làm giúp"),
  ],
  buttons: [["A", "B", "C"].map((label, at) => ({ kind: "press" as const, label, action: action(`a:7:0:0:${at}`) }))],
};

/** A question with several right answers. */
export const several: { lines: RichText; buttons: WebchatView["buttons"] } = {
  lines: [
    [{ text: "Chính xác!", bold: true }, { text: " +10 điểm." }],
    plain("Số chính thức là số Anh/Chị tự tìm, không phải số họ đọc cho."),
    plain(""),
    [{ text: "Câu 2/3.", bold: true }, { text: " Dấu hiệu nào của một cuộc gọi lừa đảo?" }],
    plain("A. Giục làm ngay"),
    plain("B. Xin mã OTP"),
    plain("C. Hẹn đến trụ sở làm việc"),
    plain("Câu này có thể có nhiều ý đúng."),
  ],
  buttons: [
    ["A", "B", "C"].map((label, index) => ({ kind: "toggle" as const, label, index })),
    [{ kind: "submit", label: "Gửi", action: action("a:7:1:0:") }],
  ],
};
