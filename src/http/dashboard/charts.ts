import type { DayLearnt } from "#supervision/overview.ts";
import { figureWords as words } from "#wording/dashboard.ts";
import { numberInWords, percentInWords } from "#wording/format.ts";
import { type Html, html } from "./markup.ts";

/** A share with a bar beside it; the bar says nothing that the figure does not. */
export function shareBar(share: number | null): Html {
  if (share === null) return html`<span class="nothing">${percentInWords(null)}</span>`;
  const width = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  return html`<span class="share"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="fill" width="${width}" height="8"/></svg><span>${percentInWords(share)}</span></span>`;
}

const frame = { side: 6, width: 364, height: 150, base: 126, top: 20 } as const;

/** People who learnt, day by day, the last day today; the figures stand in a table as well. */
export function activityChart(days: readonly DayLearnt[]): Html {
  const most = Math.max(1, ...days.map(({ learnt }) => learnt));
  const step = frame.width / days.length;
  const bars = days.map(({ day, learnt }, at) => {
    const height = Math.round(((frame.base - frame.top) * learnt * 10) / most) / 10;
    const middle = Math.round((at + 0.5) * step * 10) / 10;
    const last = at === days.length - 1;
    const told = learnt > 0 && (last || learnt === most);
    const value = told
      ? html`<text class="value" x="${middle}" y="${frame.base - height - 5}">${numberInWords(learnt)}</text>`
      : null;
    const label =
      (days.length - 1 - at) % 2 === 0
        ? html`<text x="${middle}" y="${frame.height - 6}">${words.shortDay(day)}</text>`
        : null;
    return html`<rect class="${last ? "now" : "past"}" x="${middle - 8}" y="${frame.base - height}" width="16" height="${height}" rx="2"/>${value}${label}`;
  });
  const total = days.reduce((sum, { learnt }) => sum + learnt, 0);
  if (total === 0) return html`<p>${words.activityText(0, 0)}</p>`;
  const rows = days.map(({ day, learnt }) => html`<li>${words.dayLearnt(day, learnt)}</li>`);
  return html`<figure class="activity"><figcaption>${words.activityText(total, most)}</figcaption>
<svg class="chart" viewBox="-${frame.side} 0 ${frame.width + 2 * frame.side} ${frame.height}" role="img" aria-label="${words.activity}. ${words.activityText(total, most)}">
<line class="axis" x1="-${frame.side}" x2="${frame.width + frame.side}" y1="${frame.base}" y2="${frame.base}"/>${bars}</svg>
<details><summary>${words.activityTable}</summary><ul>${rows}</ul></details></figure>`;
}
