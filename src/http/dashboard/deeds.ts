import { listOwnDeeds, type OwnDeed } from "#db/records/own-deeds.ts";
import { dateIn, timeIn } from "#domain/time.ts";
import { boardWords, careWords as words } from "#wording/dashboard.ts";
import type { Look } from "./board.ts";
import type { View } from "./frame.ts";
import { html } from "./markup.ts";
import { addressOf, told } from "./scopes.ts";
import { type Column, pageOf, pager, table } from "./table.ts";

const pageSize = 50;

/** What somebody did here themselves, as it was written down. */
export async function deedsPage(look: Look): Promise<View> {
  const { tx, viewer, zone, asked } = look;
  const columns: readonly Column<OwnDeed>[] = [
    { label: words.when, key: null, cell: ({ at }) => words.at(dateIn(zone, at), timeIn(zone, at)) },
    { label: words.what, key: null, cell: inWords },
  ];
  const wanted = pageOf(asked("trang"), Number.MAX_SAFE_INTEGER, pageSize).number;
  const { total, deeds } = await listOwnDeeds(tx, viewer, (wanted - 1) * pageSize, pageSize);
  const page = { number: wanted, count: Math.max(wanted, Math.ceil(total / pageSize)) };
  const rows =
    deeds.length === 0 ? html`<p>${words.noDeeds}</p>` : table({ caption: words.deeds, columns, rows: deeds });
  return {
    title: boardWords.deeds,
    nav: "deeds",
    asOf: null,
    body: html`<p class="what">${words.deedsWhat}</p><section>${rows}
${pager(page, (number) => addressOf("/dashboard/viec", { trang: number === 1 ? "" : number }))}</section>`,
  };
}

function inWords({ deed, kind, name }: OwnDeed): string {
  const what = words.deed(deed);
  if (kind === "unit") return `${what}: ${name === null ? words.onHidden.unit : words.onUnit(told(name))}`;
  if (kind === "cohort") return `${what}: ${name === null ? words.onHidden.cohort : words.onCohort(told(name))}`;
  return what;
}
