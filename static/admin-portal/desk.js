// Says beside each of the next releases whether it is ready. That takes a while, so the page does not wait for it.
for (const pane of document.querySelectorAll("[data-ready]")) {
  const answer = await fetch(pane.dataset.ready, { headers: { Accept: "application/json" } });
  if (!answer.ok) continue;
  const found = await answer.json();
  for (const place of pane.querySelectorAll("[data-entry]")) {
    const said = found[place.dataset.entry];
    if (!said) continue;
    place.textContent = said.words;
    place.classList.add(said.is_ready ? "ready" : "lacking");
  }
}
