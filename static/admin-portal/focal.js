// The focal point is set on the picture; the number fields hold it, and without this script they are filled in by hand.
(() => {
  const STEP = 0.02;
  for (const place of document.querySelectorAll("[data-focal]")) {
    const width = Number(place.dataset.width);
    const height = Number(place.dataset.height);
    const picture = place.querySelector(".focal-picture");
    const mark = place.querySelector("[data-focal-mark]");
    const fields = ["x", "y"].map((axis) => document.getElementById(`id_focal_${axis}`));
    if (fields.includes(null)) continue;

    const inside = (share) => Math.min(1, Math.max(0, share));
    const at = () => fields.map((field) => inside(Number(field.value) || 0));
    const show = () => {
      const [x, y] = at();
      mark.setAttribute("transform", `translate(${x * width} ${y * height})`);
      for (const part of place.querySelectorAll("[data-focal-ratio]")) {
        const ratio = Number(part.dataset.focalRatio);
        const wide = Math.min(width, height * ratio);
        const high = wide / ratio;
        const left = Math.min(Math.max(0, x * width - wide / 2), width - wide);
        const top = Math.min(Math.max(0, y * height - high / 2), height - high);
        part.setAttribute("viewBox", `${left} ${top} ${wide} ${high}`);
      }
    };
    const set = (x, y) => {
      [x, y].forEach((share, i) => {
        fields[i].value = inside(share).toFixed(2);
        fields[i].dispatchEvent(new Event("input", { bubbles: true }));
      });
    };
    const point = (event) => {
      // The picture may be narrower than its frame.
      const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
      set(spot.x / width, spot.y / height);
    };

    picture.setAttribute("tabindex", "0");
    picture.classList.add("live");
    picture.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      picture.focus();
      picture.setPointerCapture(event.pointerId);
      point(event);
    });
    picture.addEventListener("pointermove", (event) => {
      if (picture.hasPointerCapture(event.pointerId)) point(event);
    });
    picture.addEventListener("keydown", (event) => {
      const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] || [0, 0];
      if (!dx && !dy) return;
      event.preventDefault();
      const [x, y] = at();
      set(x + dx * STEP, y + dy * STEP);
    });
    for (const field of fields) field.addEventListener("input", show);
    show();
  }
})();
