/** Messages as bubbles. Whatever a person or a lesson wrote goes in as text, never as markup. */
import { dateText, timeText, words } from "./settings.js";

/** An element with a class and children: text or elements. */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** A line between two days of the clock. */
export const daySeparator = (at) => element("p", "day", dateText(at));

/** @param press says the action of a button */
export function bubble({ id, fromBot, view, at }, press) {
  const time = element("time", "at", timeText(at));
  time.dateTime = at;
  const sender = element("span", "hidden", fromBot ? words.fromBot : words.fromPerson);
  const balloon = element("div", "balloon", sender, ...picture(view), body(view), time);
  const made = element("div", fromBot ? "bubble from-bot" : "bubble from-person", balloon);
  if (fromBot && view.buttons?.length) made.append(keyboard(view.buttons, press));
  made.dataset.id = id;
  return made;
}

/** What the bot drew, above its words; from our own server alone. */
function picture(view) {
  if (!view.picture?.src.startsWith("/files/")) return [];
  const made = element("img", "picture");
  made.src = view.picture.src;
  made.alt = view.picture.alt;
  // Its height is known before it is there, so that nothing jumps.
  made.width = 360;
  made.height = 450;
  return [made];
}

function body(view) {
  const text = element("p", "text");
  const lines =
    view.lines ??
    String(view.text ?? "")
      .split("\n")
      .map((line) => [{ text: line }]);
  for (const [at, line] of lines.entries()) text.append(...(at ? ["\n"] : []), ...line.map(span));
  return text;
}

function span({ text, bold }) {
  if (/^(?:https?:\/|\/files)\/\S+$/.test(text)) return link(text, text);
  return bold ? element("strong", "", text) : text;
}

function link(label, url) {
  const made = element("a", "", label);
  made.href = url;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  return made;
}

/** Rows of buttons; toggles turn here and are said by the one that submits. */
function keyboard(rows, press) {
  const on = new Set();
  const board = element("div", "keyboard");
  board.append(...rows.map((row) => element("div", "row", ...row.map((button) => key(button, on, press)))));
  return board;
}

function key(button, on, press) {
  if (button.kind === "link")
    return /^(?:https?:|\/files\/)/.test(button.url) ? link(button.label, button.url) : button.label;
  const made = element("button", "", button.label);
  made.type = "button";
  if (button.kind === "toggle") return toggling(made, button, on);
  made.addEventListener("click", () => {
    const chosen = [...on].sort((a, b) => a - b).join(",");
    press(button.kind === "submit" ? button.action + chosen : button.action);
    for (const other of made.closest(".keyboard").querySelectorAll(".pressed")) other.classList.remove("pressed");
    made.classList.add("pressed");
  });
  return made;
}

function toggling(made, { index, label }, on) {
  made.setAttribute("aria-pressed", "false");
  made.addEventListener("click", () => {
    if (!on.delete(index)) on.add(index);
    made.setAttribute("aria-pressed", String(on.has(index)));
    made.textContent = on.has(index) ? `☑ ${label}` : label;
  });
  return made;
}
