/** What the page says to the server, and how it hears of changes. */

/** Posts JSON. Whether it was taken. */
export async function post(what, body) {
  try {
    const answer = await fetch(`/chat/api/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** An id of our own for what is said: a repeat is then known as one. (randomUUID needs https, a phone on the LAN has none.) */
export const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const firstEventMs = 5000;
const pollMs = 2000;

/**
 * Tells `hear` the state after each change: by server-sent events, or by asking where something on the way holds those back.
 * @param lastId the newest message shown on a phone
 * @param online told whether the server can be heard
 */
export function listen(hear, lastId, online) {
  const events = new EventSource("/chat/api/events");
  const poll = () => {
    clearTimeout(watchdog);
    events.close();
    pollForever(hear, lastId, online);
  };
  const watchdog = setTimeout(poll, firstEventMs);
  events.onmessage = ({ data }) => {
    clearTimeout(watchdog);
    online(true);
    hear(JSON.parse(data));
  };
  events.onerror = () => {
    online(false);
    if (events.readyState === EventSource.CLOSED) poll();
  };
}

async function pollForever(hear, lastId, online) {
  for (;;) {
    try {
      const query = `learner=${lastId("learner")}&supervisor=${lastId("supervisor")}`;
      const answer = await fetch(`/chat/api/state?${query}`);
      online(answer.ok);
      if (answer.ok) hear(await answer.json());
    } catch {
      online(false);
    }
    await new Promise((wake) => setTimeout(wake, pollMs));
  }
}
