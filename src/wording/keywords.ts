import { fold, tidied, withoutMarks } from "#domain/fold.ts";
import { readDays, readLessonNumber, readRating, readSwitch, readTime } from "./arguments.ts";
import { readCode } from "./codes.ts";
import { tidy, tokens, withoutAddressee, withoutParticles, wordsOf } from "./normalise.ts";

export type CommandName =
  | "start"
  | "baihoc"
  | "ontap"
  | "diem"
  | "chuoi"
  | "xephang"
  | "gio"
  | "tamdung"
  | "tieptuc"
  | "lienket"
  | "roilop"
  | "hoi"
  | "dauvao"
  | "vaothang"
  | "tutin"
  | "thuvien"
  | "luyen"
  | "hoclai"
  | "dulieu"
  | "xoa"
  | "trogiup"
  | "tiendo"
  | "chuahoc"
  | "nhac"
  | "cangiup"
  | "thongbao"
  | "bantin"
  | "batbantin"
  | "dungbantin"
  | "xuat"
  | "bang";

export interface Command {
  readonly command: CommandName;
  /** What stood behind the command word, marks and case kept; "" for nothing. */
  readonly argument: string;
  /** Whether it began with "/": without it the same words may also be the answer to a question that wants words. */
  readonly slashed: boolean;
}

/** What the names of cohorts and units begin with. */
const scopeWords = [
  ...["lớp", "khóa", "nhóm", "đơn vị", "phòng", "ban", "sở", "tổ", "khối", "cục", "chi cục", "vụ", "viện", "trung tâm"],
  ...["tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thôn", "văn phòng", "hội", "trường", "công an"],
  ...["ủy ban", "ubnd", "hđnd", "hội đồng", "đảng ủy", "đảng bộ", "chi bộ", "đoàn", "mặt trận"],
];

/**
 * "Xuất sắc!", "Chưa học được ạ": what follows a supervisor's command, where it had no "/", must look like the name of a
 * cohort or a unit, so it begins with a capital, a digit or a word that such names begin with.
 */
function namesScope(argument: string): boolean {
  const words = argument.split(" ").map(bare);
  const named = scopeWords.some((word) => isSaid(words.slice(0, word.split(" ").length), word));
  const shouted = argument === argument.toUpperCase();
  return named || /^\d/.test(argument) || (!shouted && /^\p{Lu}/u.test(argument));
}

/** What may follow a command word. `free`: anything; a test: only what passes it, unless the command had its "/". */
type Argument = "none" | "free" | ((argument: string) => boolean);

interface Words {
  /** As a dictionary spells them. */
  readonly words: readonly string[];
  readonly argument: Argument;
}

const commands: Readonly<Record<CommandName, Words>> = {
  start: { words: ["start", "bắt đầu"], argument: (text) => readCode(text) !== null },
  baihoc: { words: ["bài học", "học", "học bài", "lesson", "học ngay", "bài hôm nay"], argument: "none" },
  ontap: { words: ["ôn tập", "review", "ôn bài", "ôn"], argument: "none" },
  diem: { words: ["điểm", "score", "xem điểm", "điểm số"], argument: "none" },
  chuoi: { words: ["chuỗi", "streak", "chuỗi ngày"], argument: "none" },
  xephang: { words: ["xếp hạng", "rank", "bảng xếp hạng", "thứ hạng", "xem hạng", "hạng"], argument: "none" },
  gio: { words: ["giờ", "time", "giờ học", "đổi giờ", "đặt giờ"], argument: (text) => readTime(text) !== null },
  tamdung: { words: ["tạm dừng", "pause", "tạm dừng học"], argument: (text) => readDays(text) !== null },
  tieptuc: { words: ["tiếp tục", "resume", "học tiếp", "tiếp tục học"], argument: "none" },
  lienket: { words: ["liên kết", "link"], argument: "none" },
  roilop: { words: ["rời lớp", "leave", "rời khỏi lớp", "thôi học"], argument: "none" },
  dauvao: { words: ["đầu vào", "placement", "kiểm tra đầu vào", "xếp mức"], argument: "none" },
  vaothang: { words: ["vào thẳng"], argument: "none" },
  tutin: { words: ["tự tin", "confidence", "mức tự tin"], argument: (text) => readRating(text) !== null },
  thuvien: { words: ["thư viện", "library"], argument: (text) => readLessonNumber(text) !== null },
  luyen: {
    words: ["luyện", "practice", "luyện thêm", "luyện tập"],
    argument: (text) => readLessonNumber(text) !== null,
  },
  hoclai: { words: ["học lại", "relearn"], argument: (text) => readLessonNumber(text) !== null },
  hoi: { words: ["hỏi", "ask"], argument: "free" },
  dulieu: { words: ["dữ liệu", "mydata", "dữ liệu của tôi"], argument: "none" },
  xoa: { words: ["xóa", "erase"], argument: "none" },
  trogiup: { words: ["trợ giúp", "help", "giúp", "giúp đỡ", "hướng dẫn"], argument: "none" },
  tiendo: { words: ["tiến độ", "progress"], argument: namesScope },
  chuahoc: { words: ["chưa học", "inactive"], argument: namesScope },
  nhac: { words: ["nhắc", "nudge"], argument: namesScope },
  cangiup: { words: ["cần giúp", "at risk", "ai cần giúp"], argument: namesScope },
  thongbao: { words: ["thông báo", "announce"], argument: namesScope },
  bantin: { words: ["bản tin", "digest"], argument: (text) => readSwitch(text) !== null },
  batbantin: { words: ["bật bản tin", "mở bản tin", "nhận bản tin"], argument: "none" },
  dungbantin: { words: ["dừng bản tin", "tắt bản tin", "ngừng bản tin"], argument: "none" },
  xuat: { words: ["xuất", "export"], argument: namesScope },
  bang: { words: ["bảng", "dashboard"], argument: "none" },
};

/** "bài học" is "baihoc". */
const sound = (text: string): string => fold(text).replaceAll(" ", "");

/** No two commands have words of one sound. */
const bySound = new Map(
  Object.entries(commands).flatMap(([command, { words }]) =>
    words.map((word) => [sound(word), { command: command as CommandName, word }]),
  ),
);

const longestWords = 4;
const longestBotName = 6;

/**
 * The command a text is, or null. The command word must come first, and alone where it takes nothing: "học" inside
 * a sentence is no command. Case, marks, the leading "/" and a mention of the bot ("@Bot Tên điểm", "/diem@ten")
 * do not matter.
 */
export function readCommand(text: string): Command | null {
  const words = tidy(text).split(" ");
  if (!words[0]!.startsWith("@")) return readWords(words);
  for (let skipped = 1; skipped <= Math.min(longestBotName, words.length - 1); skipped++) {
    const command = readWords(words.slice(skipped));
    if (command !== null) return command;
  }
  return null;
}

function readWords(words: readonly string[]): Command | null {
  const slashed = words[0]!.startsWith("/");
  const first = words[0]!.replace(/^\/+/, "").replace(/@\S*$/, "");
  const said = [first, ...words.slice(1)].filter((word) => word !== "");
  for (let length = Math.min(longestWords, said.length); length > 0; length--) {
    const typed = said.slice(0, length).map(bare);
    const found = bySound.get(sound(typed.join("")));
    if (found === undefined || !(slashed || isSpelled(typed, found.word))) continue;
    const argument = said
      .slice(length)
      .join(" ")
      .replace(/^[:=–-]\s*/, "");
    const read = fitting({ command: found.command, argument, slashed });
    if (read !== null) return read;
  }
  return null;
}

const bare = (word: string): string => tidied(word).replace(/[.,:;!?]+$/, "");

/**
 * Whether no mark that was typed contradicts the word's own: "Hội" and "Hơi" are not "hỏi", "Tiền đó" is not "tiến độ".
 * A word typed without any may be either. Where the tone stands ("xoá", "xóa") makes no difference.
 */
function isSpelled(typed: readonly string[], word: string): boolean {
  const letters = word.replaceAll(" ", "");
  const before = (index: number) => typed.slice(0, index).join("").length;
  return typed.every((part, index) => {
    const own = letters.slice(before(index), before(index + 1));
    return withoutMarks(part) === part || marksOf(part) === marksOf(own);
  });
}

/** The marks of a word in no order, so that the place of the tone makes no difference. */
const marksOf = (word: string): string => (word.normalize("NFD").match(/[\u0300-\u036Fđ]/g) ?? []).sort().join("");

const isSaid = (typed: readonly string[], word: string): boolean =>
  sound(typed.join("")) === sound(word) && isSpelled(typed, word);

/** Whether words of any kind may follow the command. */
export const takesAnything = (command: CommandName): boolean =>
  commands[command].argument === "free" || commands[command].argument === namesScope;

function fitting(read: Command): Command | null {
  const { argument } = commands[read.command];
  if (read.argument === "" || isCourtesy(read.argument)) return { ...read, argument: "" };
  if (argument === "none") return read.slashed ? { ...read, argument: "" } : null; // "/diem 5" is meant, whatever the 5 is
  return argument === "free" || read.slashed || argument(read.argument) ? read : null;
}

/** "điểm ạ", "trợ giúp nhé em". */
const isCourtesy = (argument: string): boolean =>
  wordsOf(withoutParticles(withoutAddressee(tokens(`x ${argument}`)))) === "x";

/** What `/thongbao` is about. */
export type ReadAnnouncement =
  | { readonly kind: "list" }
  /** What came of the sender's one with this number. */
  | { readonly kind: "outcome"; readonly number: number }
  /** A new one, step by step. */
  | { readonly kind: "new" }
  /** A new one to a cohort or a unit ("": everybody), with its lines as typed ("": not written yet). */
  | { readonly kind: "to"; readonly scope: string; readonly text: string };

/**
 * Reads the whole of what was typed, whose lines a command's argument has lost: before the first colon stands whom it is for,
 * after it the text.
 */
export function readAnnouncement(typed: string, argument: string): ReadAnnouncement {
  const colon = /[:\uFF1A]/.exec(typed)?.index;
  const before = colon === undefined ? null : readCommand(typed.slice(0, colon));
  if (before?.command === "thongbao") return { kind: "to", scope: before.argument, text: typed.slice(colon! + 1) };
  if (argument === "") return { kind: "list" };
  if (/^\d{1,9}$/.test(argument)) return { kind: "outcome", number: Number(argument) };
  return fold(argument) === "moi" ? { kind: "new" } : { kind: "to", scope: argument, text: "" };
}
