// Who else has the entry open: a sign of life every few seconds, and a farewell when the page goes.
(() => {
  const box = document.querySelector("[data-together]");
  const url = box?.dataset.presence;
  if (!url) return;
  const EVERY = 20_000;
  const list = box.querySelector("[data-others]");
  const form = box.closest("form");

  function words(leave) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("page", box.dataset.page);
    if (leave) data.set("leave", "1");
    return data;
  }

  async function beat() {
    let answer;
    try {
      const response = await fetch(url, { method: "POST", body: words(false), redirect: "manual" });
      // Without a session nobody is told who is here; the next sign may succeed again.
      if (!response.ok) return;
      answer = await response.json();
    } catch {
      return;
    }
    const shown = [...list.children].map((item) => item.textContent);
    if (shown.join("\n") === answer.others.join("\n")) return;
    list.hidden = !answer.others.length;
    list.replaceChildren(...answer.others.map((other) => {
      const item = document.createElement("li");
      item.textContent = other;
      return item;
    }));
  }

  beat();
  setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) beat(); });
  window.addEventListener("pagehide", () => navigator.sendBeacon(url, words(true)));
})();
