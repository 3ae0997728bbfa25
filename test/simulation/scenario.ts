import type { Chance } from "./chance.ts";
import { block, type Person, type PersonChat, say, type Town, unblock } from "./people.ts";
import { correct } from "./school.ts";
import { local, type Simulated, type Size } from "./world.ts";

const hour = 3_600_000;

/** Writes down, in virtual time, all that will befall the world: what people do of themselves, and what breaks. */
export function stage(world: Simulated, size: Size): void {
  const { timeline, program, chance, history } = world;
  timeline.at(local(-1, 15.1), () => program.up());
  const people = chance.stream("plans");
  for (const person of history.people) plan(world.town, person, size, people.stream(person.fullName));
  callTicks(world, size);
  corrects(world, size, chance.stream("corrections"));
  breaks(world, size, chance.stream("breaks"));
}

/** Someone joins, early or late, and does this and that besides learning. */
function plan(town: Town, person: Person, size: Size, chance: Chance): void {
  const { timeline } = town;
  const main = person.chats[0]!;
  const joins = chance.of(0.75)
    ? local(-1, 15.2 + 6 * chance.next())
    : local(chance.whole(0, 4), 7 + 14 * chance.next());
  timeline.at(joins, () => {
    const text =
      main.line.platform === "telegram"
        ? `/start ${person.invite}`
        : chance.pick([person.invite, `mã ${person.invite}`]);
    say(town, person, main, text, { kind: "other" });
  });
  // Whoever did not get the notice, or overlooked it, writes again.
  timeline.at(joins + 26 * hour, () => command(town, person, main, "/baihoc"));
  for (let day = 0; day < size.days; day++) {
    for (const [text, share] of person.supervisor ? [...habits, ...supervising] : habits) {
      if (!chance.of(share)) continue;
      const at = local(day, chance.of(0.9) ? 6.6 + 16 * chance.next() : 24 * chance.next());
      timeline.at(at, () => command(town, person, chance.pick(person.chats), text(chance)));
    }
    if (chance.of(0.03)) {
      const chat = chance.pick(person.chats);
      const at = local(day, 7 + 15 * chance.next());
      timeline.at(at, () => block(town, person, chat));
      timeline.at(at + chance.whole(1, 40) * hour, () => unblock(town, person, chat));
    }
  }
  if (person.chats.length > 1)
    timeline.at(joins + chance.whole(1, 40) * hour, () => command(town, person, main, "/lienket"));
}

type Habit = readonly [text: (chance: Chance) => string, share: number];

const habits: readonly Habit[] = [
  [() => "/baihoc", 0.05],
  [() => "/diem", 0.04],
  [() => "/chuoi", 0.03],
  [() => "/xephang", 0.04],
  [() => "/dulieu", 0.01],
  [() => "/tiendo", 0.01],
  [() => "chào buổi sáng cả nhà", 0.02],
  [(chance) => `/gio ${chance.pick(["06:30", "07:00", "09:45", "12:10", "18:30", "21:20", "23:00"])}`, 0.03],
  [(chance) => `/tamdung ${chance.whole(1, 3)}`, 0.02],
  [() => "/tieptuc", 0.02],
];

const supervising: readonly Habit[] = [
  [() => "/tiendo", 0.5],
  [(chance) => `/tiendo ${chance.pick(["Lớp 1", "Lớp 2", "Phòng Hai", "Sở Đông", "Phòng Ba", "Không Có"])}`, 0.4],
  [() => "/chuahoc", 0.2],
  [() => "/nhac", 0.25],
];

function command(town: Town, person: Person, chat: PersonChat, text: string): void {
  if (person.erased || town.asleep || !chat.begun || chat.blocked) return;
  say(town, person, chat, text, { kind: "command", text });
}

/** The calendar's instants, so that ticks between them may be left out. */
function callTicks({ program, history }: Simulated, size: Size): void {
  const times = new Set(["06:30", "21:30", "07:00", "09:45", "12:10", "18:30", "21:20"]);
  for (const { at, remind } of history.school.cohorts) for (const time of [at, ...remind]) times.add(time);
  const instants: number[] = [];
  for (let day = 0; day <= size.days; day++) {
    for (const time of times) instants.push(local(day, Number(time.slice(0, 2)) + Number(time.slice(3)) / 60));
  }
  program.world.calm.addInstants(instants);
}

/** In most worlds the first lesson turns out to be wrong, sooner or later, and is published anew. */
function corrects({ db, timeline, program, history, trace }: Simulated, size: Size, chance: Chance): void {
  if (!chance.of(0.7)) return;
  const at = local(chance.whole(0, size.days - 1), chance.pick([7.5 + chance.next() / 100, 24 * chance.next()]));
  program.world.calm.addInstants([at + 1]);
  timeline.at(at, () => {
    trace("a lesson is corrected");
    history.corrected.push(at);
    void timeline.busy(() => correct(db, history.school, new Date(at)));
  });
}

function breaks(world: Simulated, size: Size, chance: Chance): void {
  const { timeline, program, steps, history, town } = world;
  timeline.at(local(-1, 15.2), () => {
    steps.crashShare = chance.pick([0, 1 / 8000, 1 / 3000]);
    program.world.sessionLossShare = chance.pick([0, 1 / 400]);
  });
  const anyTime = () => local(chance.whole(0, size.days - 1), chance.pick([chance.next() * 24, 7 + chance.next() * 2]));
  for (let outages = chance.whole(0, 2); outages > 0; outages--) {
    const from = anyTime();
    timeline.at(from, () => program.down());
    timeline.at(from + chance.pick([300_000, chance.whole(10, 100) * 60_000, chance.whole(2, 14) * hour]), () =>
      program.up(),
    );
  }
  for (const line of history.lines) {
    let free = 0;
    for (let outages = chance.whole(0, 2); outages > 0; outages--) {
      const from = anyTime();
      const to = from + chance.pick([chance.whole(1, 50) * 60_000, chance.whole(1, 6) * hour]);
      const how = chance.pick(["refused", "reset", 503, "token"] as const);
      if (from < free) continue;
      free = to + hour;
      timeline.at(from, () => program.lineAway(line, how));
      timeline.at(to, () => program.lineBack(line));
    }
  }
  for (const name of ["web", "scheduler", "worker one"]) {
    if (!chance.of(0.4)) continue;
    timeline.at(anyTime(), () => program.kill(name, chance.whole(10, 240) * 60_000));
  }
  if (chance.of(0.5)) {
    const sleeps = chance.pick([chance.whole(1, 60) * 60_000, chance.whole(1, 10) * hour]);
    const from = anyTime();
    const most = local(size.days - 1, 23) - from;
    if (most > 0) timeline.at(from, () => program.freeze(Math.min(sleeps, most)));
  }
  if (chance.of(0.5)) {
    const from = anyTime();
    timeline.at(from, () => program.loseQueue(true));
    timeline.at(from + chance.whole(1, 300) * 60_000, () => program.loseQueue(false));
  }
  if (chance.of(0.8)) {
    const person = chance.pick(history.people.filter(({ supervisor }) => !supervisor));
    const at = local(chance.whole(2, size.days - 1), 7 + 14 * chance.next());
    timeline.at(at, () => command(town, person, person.chats[0]!, "/xoa"));
  }
}

/** Lets the days pass, then everything heal, and waits until the night before the next day's lessons. */
export async function live(world: Simulated, size: Size): Promise<void> {
  const { timeline, program, steps, history, town } = world;
  await timeline.runUntil(local(size.days - 1, 23.9));
  town.asleep = true;
  steps.crashShare = 0;
  steps.frozenUntil = 0;
  program.world.sessionLossShare = 0;
  program.loseQueue(false);
  program.up();
  for (const line of history.lines) {
    (line as { faultShare: number }).faultShare = 0;
    if (line.away !== null || line.fake.token !== line.token) program.lineBack(line);
    for (const person of history.people) for (const chat of person.chats) if (chat.line === line) chat.blocked = false;
  }
  await timeline.runUntil(local(size.days, 6.3));
}
