/** One phone: its conversation, its suggestions, its composer. */
import { newId, post } from "./api.js";
import { bubble, daySeparator, element } from "./bubble.js";
import { dateText, words } from "./settings.js";

const typingMs = 8000;
/** Nearer to the end than this, a new message scrolls into sight. */
const nearPixels = 120;

/** @param unread told how many messages of the bot came that were not seen, after each change */
export function openPhone(name, unread) {
  const root = document.getElementById("phone").content.cloneNode(true).firstElementChild;
  const part = (selector) => root.querySelector(selector);
  const [log, note, newest, input] = [".log", ".note", ".newest", "textarea"].map(part);
  const typing = element("div", "typing", ...[1, 2, 3].map(() => element("i", "")));
  typing.setAttribute("aria-hidden", "true");
  const shown = new Map();
  let chat = null;
  let unseen = 0;
  let typingTimer;

  root.dataset.phone = name;
  root.setAttribute("aria-label", words.roles[name]);
  part(".role").textContent = words.roles[name];

  const below = () => log.scrollHeight - log.scrollTop - log.clientHeight;
  const nearEnd = () => below() < nearPixels;
  const visible = () => root.checkVisibility();
  function toEnd() {
    log.scrollTop = log.scrollHeight;
    newest.hidden = true;
  }

  /** To the end, but of a message that is taller than the phone to where it begins. */
  function toNewest() {
    toEnd();
    const last = shown.get(Math.max(...shown.keys()))?.made;
    if (last === undefined) return;
    log.scrollTop = Math.min(log.scrollTop, last.offsetTop - log.offsetTop - 12);
    newest.hidden = below() < 1;
  }

  function showTyping(on) {
    clearTimeout(typingTimer);
    if (!on) typing.remove();
    if (on) {
      log.append(typing);
      toEnd();
      typingTimer = setTimeout(() => showTyping(false), typingMs);
    }
    note.textContent = on ? words.typing : "";
    note.className = "note hidden";
  }

  async function say(what) {
    showTyping(true);
    if (await post("say", { phone: name, id: newId(), ...what })) return true;
    showTyping(false);
    note.textContent = words.notSent;
    note.className = "note";
    return false;
  }

  /** Ids grow, but of two written at once the later may be heard first. */
  function insert(message) {
    const later = [...shown.keys()].filter((id) => id > message.id).sort((a, b) => a - b)[0];
    const made = bubble(message, (tap) => void say({ tap }));
    shown.set(message.id, { made, at: message.at });
    log.insertBefore(made, later === undefined ? (typing.isConnected ? typing : null) : shown.get(later).made);
  }

  function separateDays() {
    for (const line of log.querySelectorAll(".day")) line.remove();
    let last = null;
    for (const [, { made, at }] of [...shown].sort(([a], [b]) => a - b)) {
      const day = dateText(at);
      if (day !== last) made.before(daySeparator(at));
      last = day;
    }
  }

  function restart(next) {
    chat = next;
    shown.clear();
    showTyping(false);
    log.replaceChildren();
    unseen = 0;
  }

  function show({ chat: current, look, title, messages }) {
    const fresh = chat !== current;
    if (fresh) restart(current);
    root.dataset.look = look;
    part(".owner").textContent = title;
    for (const button of root.querySelectorAll("[data-look]")) {
      button.setAttribute("aria-pressed", String(button.dataset.look === look));
    }
    const news = messages.filter(({ id }) => !shown.has(id));
    const follow = fresh || nearEnd() || news.some(({ fromBot }) => !fromBot);
    const answered = news.some(({ fromBot }) => fromBot);
    if (answered) showTyping(false);
    for (const message of news) insert(message);
    if (news.length > 0 || fresh) separateDays();
    log.classList.toggle("empty", shown.size === 0);
    log.dataset.empty = words.empty;
    if (news.length > 0 && follow) toNewest();
    else if (answered) newest.hidden = false;
    if (!fresh && !visible()) unseen += news.filter(({ fromBot }) => fromBot).length;
    unread(unseen);
  }

  for (const button of root.querySelectorAll("[data-look]")) {
    button.addEventListener("click", () => post("look", { phone: name, look: button.dataset.look }));
  }
  for (const text of words.suggestions[name]) {
    const chip = element("button", "", text);
    chip.type = "button";
    chip.addEventListener("click", () => void say({ text }));
    part(".suggestions").append(chip);
  }
  part("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === "") return;
    input.value = "";
    if (!(await say({ text })) && input.value === "") input.value = text;
  });
  input.addEventListener("keydown", (event) => {
    // While a Vietnamese keyboard is composing a word, Enter belongs to the word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    part("form").requestSubmit();
  });
  newest.addEventListener("click", toEnd);
  log.addEventListener("scroll", () => {
    if (below() < 1) newest.hidden = true;
  });

  return {
    root,
    show,
    lastId: () => Math.max(0, ...shown.keys()),
    /** It was brought into sight. */
    seen() {
      unseen = 0;
      unread(0);
      toNewest();
    },
  };
}
