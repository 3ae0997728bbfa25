import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toldAt } from "#app/told.ts";
import { bankFormats, readBank } from "#content/exchange/exchange.ts";
import { htmlText } from "#content/exchange/html.ts";
import { questionsSection } from "#content/exchange/markdown.ts";
import type { BankLoss } from "#domain/bank-loss.ts";
import { lossInWords } from "#wording/bank-losses.ts";

/** Reads bytes as every format; faults stand on lines that exist, and what is read can be shown to an author. */
async function readAnyhow(bytes: Uint8Array): Promise<void> {
  const lines = Buffer.from(bytes)
    .toString("latin1")
    .split(/\r\n|\r|\n/).length;
  for (const format of bankFormats) {
    const { errors, lost, questions } = await readBank(bytes, format);
    for (const { what } of lost) expect(lossInWords(what)).not.toMatch(/undefined|\n/);
    for (const { line } of [...errors, ...lost]) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines + 1);
    }
    expect(questionsSection(questions).text).toMatch(/^## /);
  }
}

const piece = fc.constantFrom(
  ..."{ | } | = | ~ | # | #### | %50% | %-100% | :: | // | \\ | \\n | -> | [html] | $CATEGORY: | {T} | \n\n | \n | <quiz> | </quiz> | <question type='multichoice'> | <question type='ordering'> | </question> | <answer fraction='100'> | </answer> | <text> | </text> | <![CDATA[ | ]]> | <!-- | --> | & | &#0; | &#x110000; | &#xd800; | &nbsp; | < | > | <p | <script> | A. a\n | B) b\n | ANSWER: A\n | , | ; | \" | \"\" | ' | type,question,right,option_a\n | single,x,A,y\n | order | một | 1".split(
    " | ",
  ),
);

describe("reading a hostile bank", () => {
  test("never throws on random bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), readAnyhow));
  });

  test("never throws on any row of marks", async () => {
    const marks = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(marks, async (text) => {
        await readAnyhow(Buffer.from(text));
        await readAnyhow(Buffer.from(`<quiz><question type="multichoice"><questiontext>${text}`));
        await readAnyhow(Buffer.from(`type,question,option_a,right\n${text}`));
        await readAnyhow(Buffer.from(`[html]${text}{=a ~b}`));
        expect(htmlText(text, [])).not.toMatch(/^\s|\s$/);
      }),
    );
  });

  test.each([
    ...'{ ~ \\ [html] <a> <a <!-- & <p> " ; ='.split(" "),
    "x{=a ~b}\n\n",
    "<question>",
    "<text>",
    "a\nA. b\nANSWER: A\n",
    "\n",
    "<",
    "0",
  ])(
    "is not stopped by a megabyte of %j",
    async (mark) => {
      const text = mark.repeat(1_000_000 / mark.length);
      for (const format of bankFormats) await readBank(Buffer.from(text), format);
      for (const before of ["<quiz><question type='numerical'><answer fraction='100'><text>", "<quiz><![CDATA["])
        await readBank(Buffer.from(`${before}${text}`), "moodle-xml");
      await readBank(Buffer.from(`[html]${text}{#${text.slice(0, 10)}`), "gift");
      htmlText(text, []);
    },
    120_000,
  );

  test("expands no entity, whether it laughs or looks around", async () => {
    const laughs = [
      '<!ENTITY a "ha">',
      ...[..."bcdefghij"].map((name, at) => {
        const before = "abcdefghi"[at]!;
        return `<!ENTITY ${name} "${`&${before};`.repeat(10)}">`;
      }),
    ];
    const bombs = [
      `<?xml version="1.0"?>\n<!DOCTYPE quiz [\n${laughs.join("\n")}\n]>\n<quiz>&j;</quiz>`,
      '<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<quiz>&x;</quiz>',
      '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:1/x.dtd"><quiz></quiz>',
    ];
    for (const bomb of bombs) {
      const { questions, errors } = await readBank(Buffer.from(bomb), "moodle-xml");
      expect(questions).toEqual([]);
      expect(errors.map(toldAt).map(({ message }) => message)).toEqual([
        "không dùng được dòng <!DOCTYPE …>: xóa dòng ấy",
      ]);
    }
  });

  test.each([
    ["answers", `x {${Array.from({ length: 100_000 }, (_, at) => `=a${at}`).join(" ")}}`, "gift"],
    ["numbers", `x {#${Array.from({ length: 80_000 }, (_, at) => `=${at}:1`).join(" ")}}`, "gift"],
    [
      "unknown signs",
      `[html]x {=${Array.from({ length: 30_000 }, (_, at) => `&q${at.toString(26).replace(/\d/g, "z")};`).join("")} ~b}`,
      "gift",
    ],
    ["letters", `${"a".repeat(900_000)}\nA. b\nANSWER: A`, "aiken"],
  ] as const)("refuses a question of very many %s, soon", async (_, text, format) => {
    const { questions, errors } = await readBank(Buffer.from(text), format);
    expect(questions).toEqual([]);
    expect(errors.map(toldAt)).toEqual([
      { line: 1, message: expect.stringContaining("câu hỏi có hơn 100 đáp án, hoặc một đoạn dài hơn") },
    ]);
  });

  test("refuses elements that nest without end", async () => {
    const { errors } = await readBank(Buffer.from(`<quiz>${"<a>".repeat(300_000)}`), "moodle-xml");
    expect(errors.map(toldAt)).toEqual([{ line: 1, message: expect.stringContaining("lồng nhau quá 20 lớp") }]);
  });

  test("knows no sign by a name that every object knows", async () => {
    const { questions } = await readBank(Buffer.from("[html]&valueOf; &toString; {=a ~b}"), "gift");
    expect(questions).toMatchObject([{ prompt: "&valueOf; &toString;" }]);
  });

  test("takes no invisible character from an entity, and says so", async () => {
    const { questions, lost } = await readBank(Buffer.from("[html]m&#x200b;ột&#7; {=a&\\#8238; ~b}"), "gift");
    expect(questions).toMatchObject([{ prompt: "một", options: [{ text: "a" }, { text: "b" }] }]);
    expect(lost.map(({ what }) => what)).toEqual([["invisible"]]);
  });

  test("takes no script with the text of HTML", () => {
    const lost: BankLoss[] = [];
    expect(htmlText("a<script>alert(1)</script><style>p{}</style><!-- b --> &lt;i&gt; 1 < 2", lost)).toBe(
      "a <i> 1 < 2",
    );
    expect(lost).toEqual([
      ["html", "script"],
      ["html", "style"],
    ]);
  });
});
