/** The demo page: two phones and a clock that follow the server's state. */
import { listen } from "./api.js";
import { element } from "./bubble.js";
import { openClock } from "./clock.js";
import { openPhone } from "./phone.js";
import { words } from "./settings.js";

const stage = document.querySelector(".stage");
const tabs = document.querySelector(".tabs");
const offline = document.querySelector(".offline");
const clock = openClock(document.querySelector(".clock"));
const phones = new Map(Object.entries(words.roles).map(([name, role]) => [name, openTab(name, role)]));

/** A phone, and the tab that brings it into sight where there is room for one only. */
function openTab(name, role) {
  const badge = element("span", "badge");
  const tab = element("button", "tab", role, badge);
  tab.type = "button";
  const phone = openPhone(name, (count) => {
    badge.hidden = count === 0;
    badge.replaceChildren(String(count), element("span", "hidden", ` ${words.unread}`));
  });
  tab.addEventListener("click", () => select(name));
  tab.setAttribute("aria-pressed", String(stage.dataset.shown === name));
  tabs.append(tab);
  stage.append(phone.root);
  return { ...phone, tab };
}

function select(name) {
  stage.dataset.shown = name;
  for (const [other, { tab }] of phones) tab.setAttribute("aria-pressed", String(other === name));
  phones.get(name).seen();
}

listen(
  (state) => {
    clock.show(state.clock);
    for (const phone of state.phones) phones.get(phone.phone).show(phone);
  },
  (name) => phones.get(name).lastId(),
  (online) => {
    offline.hidden = online;
  },
);
