/** The alert rules and the Grafana board ask for figures that the program serves, and point to sections that are there. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openMetrics } from "#http/metrics.ts";

const docs = path.resolve(import.meta.dirname, "..", "..", "docs");
const read = (file: string) => readFileSync(path.join(docs, file), "utf8");

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels?: { readonly severity?: string };
  readonly annotations?: { readonly summary?: string; readonly runbook?: string };
}
const { groups } = parse(read("operate/alerts.yml")) as { groups: { name: string; rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
const board = JSON.parse(read("operate/board.json")) as { title: string; panels: Panel[] };
const asked = board.panels.flatMap(({ targets = [] }) => targets);

/** What test/app/metrics.test.ts holds against a running program, and what every process of Node serves. */
const ours = new Map(
  [...read("operate.md").matchAll(/^\| `(hocvu_\w+)` \| ([^|]*)\|[^|]*\| (histogram)?/gm)].map(
    ([, name, labels, kind]) => [
      name!,
      { labels: [...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label!), isHistogram: kind !== undefined },
    ],
  ),
);
const usual = [...(await openMetrics([]).text()).matchAll(/^# TYPE (\w+)/gm)]
  .map(([, name]) => name!)
  .filter((name) => !name.startsWith("hocvu_"));

/** The names and labels in an expression that nothing has. */
function unknownIn(expr: string): string[] {
  const code = expr.replaceAll(/"[^"]*"/g, '""');
  const names = code.match(/\b(?:hocvu|nodejs|process)_\w+/g) ?? [];
  const base = (name: string) => name.replace(/_(?:bucket|sum|count)$/, "");
  const isKnown = (name: string) =>
    usual.includes(name) ||
    (ours.has(name) ? !ours.get(name)!.isHistogram : ours.get(base(name))?.isHistogram === true);
  const labels = [
    ...[...code.matchAll(/\{([^}]*)\}/g)].flatMap(([, inside]) => inside!.match(/\w+(?=\s*[=!])/g) ?? []),
    ...[...code.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, inside]) => inside!.match(/\w+/g) ?? []),
  ];
  const has = [
    "job",
    "instance",
    "le",
    ...names.flatMap((name) => ours.get(base(name))?.labels ?? ours.get(name)?.labels ?? []),
  ];
  return [...names.filter((name) => !isKnown(name)), ...labels.filter((label) => !has.includes(label))];
}

const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
const anchorsOf = (file: string) => [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading!));

test("an unknown name or label in an expression would be noticed", () => {
  expect(unknownIn('max by (bot) (hocvu_lane_shut{tick="plan"}) + hocvu_lane_shot')).toEqual([
    "hocvu_lane_shot",
    "tick",
  ]);
  expect(unknownIn("rate(hocvu_send_seconds[5m]) + hocvu_lane_shut_bucket")).toHaveLength(2);
});

describe("the alert rules", () => {
  test("are many, each with a name of its own", () => {
    expect(rules.length).toBeGreaterThan(20);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  test.each(rules)("$alert asks for what is served, says what it saw, and where to read on", ({ expr, ...rule }) => {
    expect(unknownIn(expr)).toEqual([]);
    expect(rule.labels?.severity).toMatch(/^(page|ticket)$/);
    const { summary = "", runbook = "" } = rule.annotations ?? {};
    expect(summary.length).toBeGreaterThan(10);
    expect([...summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!)).toSatisfy((labels: string[]) =>
      labels.every((label) => label === "instance" || expr.includes(label) || expr.includes("budget_used_ratio")),
    );
    const [, file, anchor] = /^docs\/(operations\.md)#(.+)$/.exec(runbook) ?? [];
    expect(anchorsOf(file!)).toContain(anchor);
  });

  test.each([
    ["missed ticks", "hocvu_tick_overdue_seconds"],
    ["lateness", "hocvu_lesson_lateness_seconds_bucket"],
    ["unknown sends", 'outcome="unknown"'],
    ["budget", "hocvu_budget_used_ratio"],
    ["quota", "hocvu_quota_left"],
    ["the clock", "hocvu_clock_offset_seconds"],
    ["the loop", "nodejs_eventloop_lag_p99_seconds"],
  ])("watch %s, as the board does", (_, part) => {
    expect(rules.some(({ expr }) => expr.includes(part))).toBe(true);
    expect(asked.some(({ expr }) => expr.includes(part))).toBe(true);
  });
});

describe("the board", () => {
  test("asks in every panel for what is served", () => {
    expect(asked.flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
    const empty = board.panels.filter(({ type, targets = [] }) => type !== "row" && targets.length === 0);
    expect(empty).toEqual([]);
  });

  test("shows every figure of ours but those that only repeat another", () => {
    const shown = asked.map(({ expr }) => expr).join("\n");
    expect([...ours.keys()].filter((name) => !shown.includes(name))).toEqual([
      "hocvu_month_sent",
      "hocvu_grant_refresh_age_seconds",
      "hocvu_ticks_total",
    ]);
  });

  test("lays its panels beside each other, each with a number of its own", () => {
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
    const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(board.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

test("links between these documents lead to headings that are there", () => {
  const missing = ["operate.md", "operations.md"].flatMap((file) =>
    [...read(file).matchAll(/\]\(([\w./-]*)#([^)]+)\)/g)]
      .filter(([, to]) => to === "" || /^[\w-]+\.md$/.test(to!))
      .filter(([, to, anchor]) => !anchorsOf(to === "" ? file : to!).includes(anchor!))
      .map(([link]) => `${file}: ${link}`),
  );
  expect(missing).toEqual([]);
});
