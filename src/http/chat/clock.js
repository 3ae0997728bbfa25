/** The clock between the phones, and the buttons that move it. */
import { post } from "./api.js";
import { element } from "./bubble.js";
import { dateText, pushTime, remindTime, timeText, words } from "./settings.js";

/** Shows the state's clock and runs on by itself. */
export function openClock(root) {
  const time = root.querySelector(".clock-time");
  const date = root.querySelector(".clock-date");
  const note = root.querySelector(".clock-note");
  const moves = moveButtons();
  root.querySelector(".clock-moves").append(...moves.map(({ button }) => button));
  let ahead = null;

  function tick() {
    if (ahead === null) return;
    const now = Date.now() + ahead;
    time.textContent = timeText(now);
    time.dateTime = new Date(now).toISOString();
    date.textContent = dateText(now);
    for (const { button, label } of moves) button.textContent = label(timeText(now));
  }

  function busy(advancing) {
    for (const { button } of moves) button.disabled = advancing;
    root.setAttribute("aria-busy", String(advancing));
  }

  for (const { button, move } of moves) {
    button.addEventListener("click", async () => {
      busy(true);
      note.textContent = words.advancing;
      const done = await post("advance", move);
      note.textContent = done ? "" : words.notAdvanced;
      busy(false);
      button.focus({ preventScroll: true });
    });
  }
  setInterval(tick, 1000);

  return {
    show({ now, advancing }) {
      ahead = new Date(now).getTime() - Date.now();
      busy(advancing);
      tick();
    },
  };
}

function moveButtons() {
  const day = (now, time) => (now < time ? words.pushToday : words.pushTomorrow);
  const all = [
    [{ stop: "push" }, (now) => `${words.toPush} ${pushTime} ${day(now, pushTime)}`],
    [{ stop: "reminder" }, (now) => `${words.toReminder} ${remindTime} ${day(now, remindTime)}`],
    [{ hours: 0.5 }, () => words.halfHour],
    [{ hours: 1 }, () => words.hour],
    [{ days: 1 }, () => words.day],
  ];
  return all.map(([move, label]) => {
    const button = element("button", "move");
    button.type = "button";
    return { button, move, label };
  });
}
