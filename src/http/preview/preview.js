/** The preview's page: follows the file, and stays where its reader was. What a lesson says goes in as text, never as markup. */
const words = JSON.parse(document.getElementById("settings").textContent);
const part = (selector) => document.querySelector(selector);
const [title, file, offline, faults, figures, asked, columns] = [
  ...[".title", ".file", ".offline", ".faults", ".figures", ".asked", ".columns"],
].map(part);
figures.hidden = true;

/** An element with a class and children: text or elements. */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** What Telegram's HTML shows: its bold runs and its letters, nothing else that HTML could do. */
function telegramText(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return [...body.childNodes].map((node) =>
    node.nodeName === "B" ? element("strong", "", node.textContent) : node.textContent,
  );
}

const textOf = (channel, said) => (channel === "telegram" ? telegramText(said) : [said]);

function balloon(channel, { body, rest, buttons }) {
  const made = element("div", "balloon", element("p", "text", ...textOf(channel, body)));
  if (rest !== null) {
    const [first] = rest.replaceAll(/<\/?b>/g, "").split("\n", 1);
    const [number] = /^\S+ [^\s.,]+/.exec(first) ?? [first];
    made.append(
      element(
        "details",
        "rest",
        element("summary", "", `${number} ${words.sameMessage}`),
        element("p", "text", ...textOf(channel, rest)),
      ),
    );
  }
  const keys = buttons.map((row) => element("div", "row", ...row.map((label) => element("span", "", label))));
  const board = keys.length > 0 ? element("div", "keyboard", ...keys) : null;
  if (board !== null && rest !== null) made.querySelector("details").append(board);
  return element("div", "bubble", made, ...(board !== null && rest === null ? [board] : []));
}

function step(channel, { heading, key, note, shown, verdict }) {
  const message = shown[channel];
  const caption = element("h3", "caption", heading);
  if (verdict !== null) caption.append(" ", element("span", verdict.right ? "right" : "wrong", verdict.words));
  const length = element("p", message.tooLong ? "length too-long" : "length", message.length);
  const made = element("div", verdict === null ? "step begins" : "step", caption, balloon(channel, message), length);
  if (note !== null) made.append(element("p", "step-note", note));
  made.dataset.key = `${channel}/${key}`;
  return made;
}

function column(channel, steps) {
  const name = element("h2", "channel", words.channels[channel]);
  const made = element("section", "phone", name, ...steps.map((one) => step(channel, one)));
  made.dataset.look = channel;
  made.setAttribute("aria-label", words.channels[channel]);
  made.style.gridRow = `span ${steps.length + 1}`;
  return made;
}

function fault({ kind, message, place }) {
  const said = element("span", "said", message);
  said.lang = "en";
  const where = /^\d+$/.test(place) ? `${words.line} ${place}` : place;
  return element("li", kind, element("strong", "", `${words[kind]}, ${where}`), ": ", said);
}

function showFaults({ faults: found, shown, stale }) {
  const notes = [];
  if (shown === null) notes.push(element("p", "stale", words.nothing));
  else if (stale) notes.push(element("p", "stale", words.stale));
  else if (found.length === 0) notes.push(element("p", "sound", words.sound));
  const list = found.length > 0 ? [element("ul", "", ...found.map(fault))] : [];
  faults.replaceChildren(...list, ...notes);
}

/** What shows less of itself than this under the columns' names is not what is being read. */
const glimpsePixels = 16;

/** The step at the top of what is in sight, and how far below the window's top it begins. */
function anchor() {
  const steps = [...columns.querySelectorAll(".step")];
  const top = (columns.querySelector(".channel")?.getBoundingClientRect().bottom ?? 0) + glimpsePixels;
  const first = steps.find((one) => one.getBoundingClientRect().bottom > top);
  return first === undefined ? null : { key: first.dataset.key, top: first.getBoundingClientRect().top };
}

const openRests = () => [...columns.querySelectorAll("details[open]")].map((one) => one.closest(".step").dataset.key);
const stepOf = (key) => columns.querySelector(`[data-key="${key}"]`);

function show(state) {
  const held = scrollY > 0 ? anchor() : null;
  const opened = openRests();
  file.textContent = state.file;
  showFaults(state);
  figures.hidden = state.shown === null;
  title.textContent = state.shown?.title ?? state.file.split("/").at(-1);
  asked.textContent = state.shown?.note ?? "";
  const steps = state.shown?.steps ?? [];
  const channels = steps.length > 0 ? Object.keys(words.channels) : [];
  columns.replaceChildren(...channels.map((channel) => column(channel, steps)));
  for (const key of opened) stepOf(key)?.querySelector("details")?.setAttribute("open", "");
  const same = held === null ? null : stepOf(held.key);
  if (same !== null) scrollBy({ top: same.getBoundingClientRect().top - held.top, behavior: "instant" });
}

const events = new EventSource("/events");
events.onmessage = ({ data }) => {
  offline.hidden = true;
  show(JSON.parse(data));
};
events.onerror = () => {
  offline.hidden = false;
};
events.onopen = () => {
  offline.hidden = true;
};
