/** The picture beside a report: one sentence, the units compared, the last study days. Portrait, for a small phone. */
import { pictureFont } from "#content/picture/font.ts";
import { drawChart, drawPicture } from "#content/picture/png.ts";
import type { ProgressPicture } from "#supervision/progress-chart.ts";
import { chartWords as words } from "#wording/chart.ts";
import { barsOf } from "./bars.ts";
import { widthOf, wrapped } from "./lines.ts";

/** As wide as a small phone is in its own units; the PNG has three dots for each. */
const width = 360;
const edge = 16;
const inner = width - 2 * edge;
/** Where the shares stand, to the right of the bars. */
const shareWidth = 62;

/** Told apart without colour too: dark on light, with its figure beside it (Okabe and Ito's blue and green). */
const colours = { text: "#1b1b1b", quiet: "#54595f", done: "#0072b2", open: "#dfe4ea", days: "#009e73" } as const;

/** The PNG, 1,080 dots wide. */
export const drawProgress = async (view: ProgressPicture): Promise<Buffer> => drawPicture(await progressSvg(view));

/** The drawing, as SVG. */
export function progressSvg(view: ProgressPicture): Promise<string> {
  const head = headOf(view);
  const units = unitsOf(view, head.bottom);
  const days = daysOf(view, units.bottom);
  const option = {
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: pictureFont.family, color: colours.text },
    title: [...head.titles, ...units.titles, ...days.titles],
    grid: [units.grid, days.grid],
    xAxis: [units.xAxis, days.xAxis],
    yAxis: [units.yAxis, days.yAxis],
    series: [...units.series, ...days.series],
  };
  return drawChart({ option, width, height: days.bottom });
}

interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
}

/** Lines of text from `top` down, with where they end. */
function textAt(top: number, lines: readonly string[], { size, bold = false, color = colours.text }: Style) {
  const lineHeight = Math.round(size * 1.35);
  const textStyle = { fontSize: size, lineHeight, fontWeight: bold ? 700 : 400, color };
  return {
    title: { text: lines.join("\n"), left: edge, top, padding: 0, textStyle },
    bottom: top + lines.length * lineHeight,
  };
}

function headOf({ scope, learners, rate, asOf: { day, time } }: ProgressPicture) {
  const lines = (text: string, size: number, most: number, bold: boolean) =>
    wrapped(text, { width: inner, lines: most, size, bold });
  const title = textAt(edge, lines(words.title(scope), 19, 3, true), { size: 19, bold: true });
  const when = textAt(title.bottom + 2, [words.asOf(day, time)], { size: 14, color: colours.quiet });
  const whole = textAt(when.bottom + 8, lines(words.whole(learners, rate), 17, 3, true), {
    size: 17,
    bold: true,
  });
  return { titles: [title.title, when.title, whole.title], bottom: whole.bottom };
}

const nameStyle = { size: 15, width: inner, lines: 2 } as const;
const nameLine = 19;
const barHeight = 13;
const barGap = 9;

/** Nothing is compared where nothing is due. */
function unitsOf({ rate, units }: ProgressPicture, above: number) {
  const bars = rate === null ? [] : barsOf(units);
  const heading = textAt(above + 14, bars.length === 0 ? [] : [words.units], {
    size: 15,
    bold: true,
    color: colours.quiet,
  });
  const names = bars.map(({ name }) => wrapped(name, nameStyle));
  const nameHeight = nameLine * Math.max(1, ...names.map((lines) => lines.length));
  const height = bars.length * (nameHeight + barHeight + barGap);
  const top = heading.bottom;
  const axis = { gridIndex: 0, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { show: false } };
  const bar = { type: "bar", xAxisIndex: 0, yAxisIndex: 0, barGap: "0%", silent: true } as const;
  const name = {
    show: true,
    position: "insideBottomLeft",
    distance: 2,
    offset: [-2, 0],
    color: colours.text,
    fontSize: nameStyle.size,
    lineHeight: nameLine,
    texts: names.map((lines) => lines.join("\n")),
  };
  const share = {
    show: true,
    position: "right",
    distance: 6,
    color: colours.text,
    fontSize: 16,
    fontWeight: 700,
    texts: bars.map((bar) => bar.share ?? ""),
  };
  const open = bars.map(({ share, rate }) => (share === null ? null : 1 - (rate ?? 0)));
  return {
    titles: [heading.title],
    grid: { left: edge, right: edge + shareWidth, top, height },
    xAxis: { ...axis, type: "value", min: 0, max: 1, splitLine: { show: false } },
    yAxis: { ...axis, type: "category", inverse: true, data: bars.map((_, at) => at) },
    series: [
      { ...bar, barWidth: nameHeight, data: bars.map(() => 1), itemStyle: { color: "transparent" }, label: name },
      {
        ...bar,
        barWidth: barHeight,
        stack: "share",
        data: bars.map(({ rate }) => rate),
        itemStyle: { color: colours.done },
      },
      { ...bar, barWidth: barHeight, stack: "share", data: open, itemStyle: { color: colours.open }, label: share },
    ],
    bottom: top + height,
  };
}

const daysHeight = 96;

/** Where nobody has learnt yet there is nothing to draw. */
function daysOf({ days: all, asOf: { day: today } }: ProgressPicture, above: number) {
  const days = all.some(({ people }) => people > 0) ? all : [];
  const title = days.length === 0 ? words.nobodyYet : words.days(days.length);
  const lines = wrapped(title, { width: inner, lines: 2, size: 15, bold: true });
  const heading = textAt(above + 14, lines, { size: 15, bold: true, color: colours.quiet });
  const most = Math.max(1, ...days.map(({ people }) => people));
  const upright = widthOf(words.people(most), 12) < inner / Math.max(1, days.length);
  const top = heading.bottom + (upright ? 24 : 54);
  const axis = { gridIndex: 1, axisTick: { show: false } };
  const isNewMonth = (at: number) => at === 0 || days[at]!.day.slice(0, 7) !== days[at - 1]!.day.slice(0, 7);
  const label = (at: number) => {
    const { day } = days[at]!;
    const number = isNewMonth(at) ? words.dayOfMonth(day) : words.day(day);
    return day === today ? `${number}\n${words.today}` : number;
  };
  return {
    titles: [heading.title],
    grid: { left: edge, right: edge, top, height: days.length === 0 ? 1 : daysHeight },
    xAxis: {
      ...axis,
      type: "category",
      show: days.length > 0,
      data: days.map((_, at) => label(at)),
      axisLine: { lineStyle: { color: colours.quiet } },
      axisLabel: { interval: 0, fontSize: 11.5, lineHeight: 15, color: colours.text, margin: 6 },
    },
    yAxis: { ...axis, type: "value", show: false, min: 0, max: most },
    series: [
      {
        type: "bar",
        xAxisIndex: 1,
        yAxisIndex: 1,
        barCategoryGap: "28%",
        silent: true,
        data: days.map(({ people }) => people),
        itemStyle: { color: colours.days },
        label: {
          show: true,
          position: "top",
          distance: upright ? 3 : 8,
          rotate: upright ? 0 : 90,
          align: upright ? "center" : "left",
          verticalAlign: upright ? "bottom" : "middle",
          color: colours.text,
          fontSize: 12,
          texts: days.map(({ people }) => words.people(people)),
        },
      },
    ],
    bottom: top + (days.length === 0 ? edge : daysHeight + 46),
  };
}
