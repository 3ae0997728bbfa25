/** What may stand before an answer without changing it, without marks, longest first. */
const leads = [
  "cau tra loi la",
  "theo em la",
  "theo toi la",
  "theo minh la",
  "lua chon",
  "phuong an",
  "cau hoi",
  "tra loi",
  "dap an",
  "em chon",
  "e chon",
  "minh chon",
  "toi chon",
  "anh chon",
  "chi chon",
  "a chon",
  "chac chan",
  "chon",
  "chac",
  "cau",
  "so",
  "la",
  "y",
];

export const leadIns: readonly (readonly string[])[] = leads.map((lead) => lead.split(" "));

/** What may stand after it. */
export const closings: readonly (readonly string[])[] = [["dung", "khong"], ["chac", "chan"], ["chac"]];

export const connectors: ReadonlySet<string> = new Set(["va", "voi", "hoac", "ca"]);

/** "b rồi a đến c": said only when putting things in order. */
export const orderConnectors: ReadonlySet<string> = new Set(["roi", "den"]);

const skips = ["bo qua", "skip", "khong tra loi", "bo qua cau nay"];
const nots = ["khong", "ko", "k", "hong", "chua"];
const knows = ["biet", "bt", "ro"];
const selves = ["", "em ", "e ", "toi ", "minh "];

export const skipPhrases: ReadonlySet<string> = new Set([
  ...skips,
  ...nots.flatMap((not) => knows.flatMap((know) => selves.map((self) => `${self}${not} ${know}`))),
]);

export const countWords: ReadonlyMap<string, number> = new Map([
  ["hai", 2],
  ["ba", 3],
  ["bon", 4],
  ["nam", 5],
]);

const tail = "(?: (?:dap an|phuong an|lua chon|y|cau))?(?: deu)?(?: dung)?";

/** "tất cả", "cả 4", "cả ba ý": group 1 is the count, if one was said. */
export const allPhrase = new RegExp(`^(?:tat ca(?: cac)?|(?:tat )?ca (\\d|hai|ba|bon|nam))${tail}$`);
