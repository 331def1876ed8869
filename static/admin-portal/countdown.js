// Counts down to each moment in data-until, in the reader's own words and digits; the server has written the first words.
const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function left(seconds, language) {
  const parts = [];
  let rest = seconds;
  for (const [unit, size] of units) {
    const number = Math.floor(rest / size);
    rest -= number * size;
    if (number || parts.length || unit === "second") {
      parts.push(new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(number));
    }
  }
  return parts.slice(0, 4).join(" ");
}

for (const clock of document.querySelectorAll("[data-until]")) {
  const until = Date.parse(clock.dataset.until);
  const tick = () => {
    const seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
    clock.textContent = left(seconds, document.documentElement.lang);
    if (seconds > 0) setTimeout(tick, 1000);
  };
  tick();
}
