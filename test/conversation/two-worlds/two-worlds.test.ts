/**
 * What lies outside a supervisor's units must not change a word of what they are told. So each message is said in two
 * worlds, the whole one and one that never held anything else than what they may see, and the answers are compared: names,
 * numbers, refusals, everything. HOCVU_SCOPE_PAIRS says how many pairs of who asks and what is asked about.
 */
import { expect, inject, test } from "vitest";
import { plainText } from "#domain/text.ts";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { drawing } from "./drawing.ts";
import { lay } from "./lay.ts";
import { hears } from "./saying.ts";
import { cohortNames, type Draw, drawTree, seenPart, supervisors, type Tree } from "./tree.ts";

const pairs = Number(process.env.HOCVU_SCOPE_PAIRS ?? 1000);
const messagesPerActor = 40;

/** `x` is what is asked about: a unit's name or path, a cohort, a person. */
const forms: readonly ((x: string) => string)[] = [
  (x) => `/tiendo ${x}`,
  (x) => `/chuahoc ${x}`,
  (x) => `/nhac ${x}`,
  (x) => `/cangiup ${x}`,
  (x) => `/xuat ${x}`,
  (x) => `/thongbao ${x}: Mời anh chị học bài`,
  (x) => `${x} hôm nay ai chưa học?`,
  (x) => `hôm qua ${x} có bao nhiêu người học`,
  (x) => `tiến độ của ${x}`,
  (x) => `${x} tuần này học được mấy bài`,
  (x) => `điểm trung bình ${x} từ 3/3`,
  (x) => `so sánh ${x} với tuần trước`,
  (x) => `so sánh đơn vị tôi với ${x}`,
  (x) => `top 3 người điểm cao nhất ${x}`,
  (x) => `xếp hạng các đơn vị của ${x} theo tỷ lệ hoàn thành`,
  (x) => `${x} ai chưa tham gia`,
  (x) => `ai không liên lạc được ở ${x}`,
  (x) => `dự báo hoàn thành ${x}`,
  (x) => `chuỗi ngày học của ${x}`,
  (x) => `ai chậm tiến độ ${x}`,
  (x) => `${x} đạt 50% chưa`,
  (x) => `${x} học phần nào sai nhiều nhất`,
  (x) => `bài nào nhiều người sai nhất ở ${x}`,
  (x) => `tỷ lệ đúng từng học phần ${x} từ 3/3`,
  (x) => `ai được 5 đến 40 điểm ở ${x}`,
  (x) => `${x} đơn vị nào từ 10% đến 80%`,
  (x) => `${x} thì sao?`,
];

test(`in both worlds the same is said, over ${pairs} pairs of asker and target`, { timeout: 1_800_000 }, async () => {
  const draw = drawing(inject("seed"));
  const different: string[] = [];
  let said = 0;
  for (let trees = 0; said < pairs; trees++) {
    const tree = drawTree(draw);
    await using whole = await freshDatabase({ max: 1 });
    await lay(whole, tree);
    for (const { person, lineages } of supervisors(tree).slice(0, 5)) {
      await using part = await freshDatabase({ max: 1 });
      await lay(part, seenPart(tree, lineages, person.id));
      for (let n = 0; n < messagesPerActor && said < pairs; n++, said++) {
        const text = forms[draw(forms.length)]!(target(tree, draw));
        const [here, there] = [await says(whole, person.id, text), await says(part, person.id, text)];
        if (here !== there)
          different.push(`tree ${trees}, person ${person.id}: ${text}\n— whole:\n${here}\n— part:\n${there}`);
      }
    }
  }
  expect(different.slice(0, 3)).toEqual([]);
  expect(said).toBeGreaterThanOrEqual(pairs);
});

function target({ units, people }: Tree, draw: Draw): string {
  const unit = units[draw(units.length)]!;
  const person = people[draw(people.length)]!;
  return [unit.name, unit.path, unit.name.toLowerCase(), person.name, cohortNames[draw(3)]!, "Xã Không Có", ""][
    draw(7)
  ]!;
}

/** What somebody is told who types this. */
const says = (world: TestDatabase, person: number, text: string): Promise<string> =>
  hears(world, person, { kind: "text", text }, async (_, messages) =>
    messages.map((message) => plainText(message.text)).join("\n---\n"),
  );
