// The page of an entry: languages as tabs, and a warning before leaving.
(() => {
  const texts = document.querySelector("[data-texts]");
  if (!texts) return;
  const panels = [...texts.querySelectorAll("[data-panel]")];
  const SHAPES = { live: "●", stale: "◐", open: "○", missing: "–" };

  // --- Tabs ---

  const list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-labelledby", "texts-heading");
  const tabs = panels.map((panel) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-${panel.dataset.panel}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    tab.append(panel.dataset.title, " ");
    const mark = document.createElement("span");
    mark.className = `panel-mark ${panel.dataset.mark}`;
    mark.textContent = "errors" in panel.dataset ? "!" : SHAPES[panel.dataset.mark];
    mark.setAttribute("aria-hidden", "true");
    tab.append(mark);
    if ("errors" in panel.dataset) tab.classList.add("errors");
    tab.addEventListener("click", () => select(panel, true));
    list.append(tab);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    return tab;
  });

  function select(chosen, byHand) {
    panels.forEach((panel, i) => {
      const active = panel === chosen;
      panel.hidden = !active;
      tabs[i].setAttribute("aria-selected", String(active));
      tabs[i].tabIndex = active ? 0 : -1;
    });
    if (byHand) history.replaceState(null, "", `#${chosen.dataset.panel}`);
  }

  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const now = tabs.indexOf(document.activeElement);
    const next = (now + step + tabs.length) % tabs.length;
    tabs[next].focus();
    select(panels[next], true);
  });

  texts.querySelector(".texts-heading").after(list);
  texts.classList.add("tabbed");
  const wanted = panels.find((panel) => `#${panel.dataset.panel}` === location.hash);
  const broken = panels.find((panel) => "errors" in panel.dataset);
  const original = panels.find((panel) => "original" in panel.dataset);
  const writable = panels.filter((panel) => panel.querySelector(".text-title"));
  const first = broken || wanted || (writable.includes(original) ? original : writable[0]) || original || panels[0];
  select(first, false);
  if (document.body.classList.contains("add-entry")) first.querySelector(".text-title")?.focus();

  // The list of what is wrong leads to a language whose panel may be folded away.
  window.addEventListener("hashchange", () => {
    const meant = panels.find((panel) => `#${panel.id}` === location.hash);
    if (meant) select(meant, false);
  });
})();
