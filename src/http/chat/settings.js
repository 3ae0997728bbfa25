/** What the server wrote into the page, and times as the clock's zone shows them. */
export const { zone, pushTime, remindTime, words } = JSON.parse(document.getElementById("settings").textContent);

const format = (options) => {
  const formatter = new Intl.DateTimeFormat("vi-VN", { timeZone: zone, ...options });
  return (at) => formatter.format(new Date(at));
};

/** "07:30". */
export const timeText = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "Thứ Hai, 02/03/2026". */
export const dateText = format({ weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" });
