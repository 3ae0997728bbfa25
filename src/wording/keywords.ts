import { fold } from "#domain/fold.ts";
import { readDays, readTime } from "./arguments.ts";
import { readCode } from "./codes.ts";
import { gist, tidy } from "./normalise.ts";

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
  | "dulieu"
  | "xoa"
  | "trogiup"
  | "tiendo"
  | "chuahoc"
  | "nhac"
  | "xuat"
  | "bang";

export interface Command {
  readonly command: CommandName;
  /** What stood behind the command word, marks and case kept; "" for nothing. */
  readonly argument: string;
  /** Whether it began with "/": without it the same words may also be the answer to a question that wants words. */
  readonly slashed: boolean;
}

/** What may follow a command word. `free`: anything; a test: only what passes it, unless the command had its "/". */
type Argument = "none" | "free" | ((argument: string) => boolean);

interface Words {
  /** Without marks and blanks: "bài học" is "baihoc". */
  readonly words: readonly string[];
  readonly argument: Argument;
}

const commands: Readonly<Record<CommandName, Words>> = {
  start: { words: ["start", "batdau"], argument: (text) => readCode(text) !== null },
  baihoc: { words: ["baihoc", "hoc", "hocbai", "lesson", "hocngay"], argument: "none" },
  ontap: { words: ["ontap", "review", "onbai", "on"], argument: "none" },
  diem: { words: ["diem", "score", "xemdiem", "diemso"], argument: "none" },
  chuoi: { words: ["chuoi", "streak", "chuoingay"], argument: "none" },
  xephang: { words: ["xephang", "rank", "bangxephang"], argument: "none" },
  gio: { words: ["gio", "time", "giohoc", "doigio", "datgio"], argument: (text) => readTime(text) !== null },
  tamdung: { words: ["tamdung", "pause", "tamdunghoc"], argument: (text) => readDays(text) !== null },
  tieptuc: { words: ["tieptuc", "resume", "hoctiep", "tieptuchoc"], argument: "none" },
  lienket: { words: ["lienket", "link"], argument: "none" },
  roilop: { words: ["roilop", "leave", "roikhoilop", "thoihoc"], argument: "none" },
  hoi: { words: ["hoi", "ask"], argument: "free" },
  dulieu: { words: ["dulieu", "mydata", "dulieucuatoi"], argument: "none" },
  xoa: { words: ["xoa", "erase"], argument: "none" },
  trogiup: { words: ["trogiup", "help", "giup", "giupdo", "huongdan"], argument: "none" },
  tiendo: { words: ["tiendo", "progress"], argument: "free" },
  chuahoc: { words: ["chuahoc", "inactive"], argument: "free" },
  nhac: { words: ["nhac", "nudge"], argument: "free" },
  xuat: { words: ["xuat", "export"], argument: "free" },
  bang: { words: ["bang", "dashboard"], argument: "none" },
};

const byWord = new Map(
  Object.entries(commands).flatMap(([command, { words }]) => words.map((word) => [word, command as CommandName])),
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
    const command = byWord.get(bare(said.slice(0, length)));
    if (command === undefined) continue;
    const argument = said
      .slice(length)
      .join(" ")
      .replace(/^[:=–-]\s*/, "");
    const read = fitting({ command, argument, slashed });
    if (read !== null) return read;
  }
  return null;
}

const bare = (words: readonly string[]): string => fold(words.join("")).replace(/[.,:;!?]+$/, "");

function fitting(read: Command): Command | null {
  const { argument } = commands[read.command];
  if (read.argument === "" || isCourtesy(read.argument)) return { ...read, argument: "" };
  if (argument === "none") return null;
  return argument === "free" || read.slashed || argument(read.argument) ? read : null;
}

/** "điểm ạ", "trợ giúp nhé". */
const isCourtesy = (argument: string): boolean => gist(`x ${argument}`) === "x";
