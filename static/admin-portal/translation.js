// A translation beside its original: paragraphs kept level, the one being written marked, official words inserted.
(() => {
  const sides = document.querySelector("[data-side-by-side]");
  if (!sides) return;
  const form = sides.closest("form");
  const wide = window.matchMedia("(min-width: 901px)");

  // --- Places that have changed ---

  const first = sides.querySelector("[data-changed]");
  for (const link of document.querySelectorAll("[data-first-change]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      first.querySelector("details").open = true;
      first.focus();
      first.scrollIntoView({ block: "center" });
    });
  }

  // --- The editor of the translation ---

  document.addEventListener("prose-editor:ready", async ({ detail: { editor } }) => {
    const { Plugin, pm } = await import("django-prose-editor/editor");
    addWords(editor);
    if (sides.querySelector("[data-blocks]")) keepLevel(editor, Plugin, pm.view ?? pm);
  });

  // --- Official words ---

  function addWords(editor) {
    let last = null;
    form.addEventListener("focusin", (event) => {
      if (event.target.matches("input[type=text], textarea")) last = event.target;
      else if (event.target === editor.view.dom) last = null;
    });
    for (const word of document.querySelectorAll("[data-word]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "word-copy";
      button.lang = word.lang;
      button.textContent = word.textContent;
      button.title = gettext("Insert into the translation");
      button.addEventListener("click", () => {
        if (!last) {
          editor.chain().focus().insertContent({ type: "text", text: word.textContent }).run();
          return;
        }
        last.focus();
        last.setRangeText(word.textContent, last.selectionStart, last.selectionEnd, "end");
        last.dispatchEvent(new Event("input", { bubbles: true }));
      });
      word.replaceWith(button);
    }
  }

  // --- Level paragraphs ---

  const HEADINGS = ["h2", "h3", "h4"];
  const PROSE = ["p", "li", "quote"];
  const GAP = 0.5;

  function alike(one, other) {
    if (one === other) return 1;
    if (HEADINGS.includes(one) && HEADINGS.includes(other)) return 0.6;
    return PROSE.includes(one) && PROSE.includes(other) ? 0.2 : -2;
  }

  function figuresOf(text) {
    return new Set(text.match(/\d+(?:[.,]\d+)*/g) || []);
  }

  function shared(ours, theirs) {
    const all = new Set([...ours, ...theirs]);
    return all.size ? [...ours].filter((each) => theirs.has(each)).length / all.size : 0.3;
  }

  // As publishing.blocks.align pairs them: by kind, place and numbers, in order.
  function align(left, right) {
    const score = (i, j) =>
      alike(left[i].kind, right[j].kind) + shared(left[i].figures, right[j].figures)
      - Math.abs(i / left.length - j / right.length);
    const scores = left.map((_l, i) => right.map((_r, j) => score(i, j)));
    const sums = Array.from({ length: left.length + 1 }, () => new Array(right.length + 1).fill(0));
    for (let i = left.length; i >= 0; i -= 1) {
      for (let j = right.length; j >= 0; j -= 1) {
        const ways = [];
        if (i < left.length && j < right.length) ways.push(sums[i + 1][j + 1] + scores[i][j]);
        if (i < left.length) ways.push(sums[i + 1][j] - GAP);
        if (j < right.length) ways.push(sums[i][j + 1] - GAP);
        sums[i][j] = ways.length ? Math.max(...ways) : 0;
      }
    }
    const pairs = [];
    let [i, j] = [0, 0];
    while (i < left.length && j < right.length) {
      if (sums[i][j] === sums[i + 1][j + 1] + scores[i][j]) pairs.push([i++, j++]);
      else if (sums[i][j] === sums[i + 1][j] - GAP) i += 1;
      else j += 1;
    }
    return pairs;
  }

  function kindOf(node, resolved) {
    if (node.type.name === "heading") return `h${node.attrs.level}`;
    for (let depth = resolved.depth; depth > 0; depth -= 1) {
      const name = resolved.node(depth).type.name;
      if (name === "listItem") return "li";
      if (name === "blockquote") return "quote";
    }
    return "p";
  }

  function blocksOf(doc) {
    const found = [];
    doc.descendants((node, pos) => {
      const name = node.type.name;
      if (name === "table" && node.attrs.caption) found.push({ kind: "caption", pos, node, figures: figuresOf(node.attrs.caption), fixed: true });
      const kind = name === "tableRow" ? "row" : name === "horizontalRule" ? "rule" : node.isTextblock ? kindOf(node, doc.resolve(pos)) : "";
      if (!kind) return true;
      if (node.textContent.trim() || kind === "rule") {
        found.push({ kind, pos, node, figures: figuresOf(node.textContent), fixed: kind === "row" || kind === "rule" });
      }
      return false;
    });
    return found;
  }

  function keepLevel(editor, Plugin, { Decoration, DecorationSet }) {
    const view = editor.view;
    const originals = [...sides.querySelectorAll("[data-block]")].filter((each) => each.dataset.change !== "removed");
    const left = originals.map((element) => ({
      element,
      kind: element.dataset.block,
      figures: figuresOf(element.querySelector(".block-text")?.textContent || ""),
    }));
    let right = [];
    let pairs = [];

    const plugin = new Plugin({
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, spacers) =>
          transaction.getMeta(plugin) || spacers.map(transaction.mapping, transaction.doc),
      },
      props: { decorations: (state) => plugin.getState(state) },
    });
    editor.registerPlugin(plugin);

    function space(spacers) {
      view.dispatch(view.state.tr.setMeta(plugin, DecorationSet.create(view.state.doc, spacers)));
    }

    function level() {
      right = blocksOf(view.state.doc);
      pairs = align(left, right);
      for (const { element } of left) element.style.marginTop = "";
      space([]);
      mark();
      if (!wide.matches) return;
      const top = (element) => element.getBoundingClientRect().top;
      const places = pairs.map(([i, j]) => [top(left[i].element), top(view.nodeDOM(right[j].pos))]);
      const spacers = [];
      let [shiftLeft, shiftRight] = [0, 0];
      pairs.forEach(([i, j], number) => {
        const apart = places[number][1] + shiftRight - places[number][0] - shiftLeft;
        if (apart > 1) {
          left[i].element.style.marginTop = `${apart}px`;
          shiftLeft += apart;
        } else if (apart < -1 && !right[j].fixed) {
          const { pos, node } = right[j];
          spacers.push(Decoration.node(pos, pos + node.nodeSize, { style: `padding-top: ${-apart}px` }));
          shiftRight -= apart;
        }
      });
      space(spacers);
    }

    // The block in which the cursor stands, and the one of the original it stands for.
    function mark() {
      const at = view.state.selection.from;
      right = blocksOf(view.state.doc);
      const here = right.findIndex(({ pos, node }) => at >= pos && at <= pos + node.nodeSize);
      const pair = view.hasFocus() ? pairs.find(([, j]) => j === here) : undefined;
      left.forEach(({ element }, i) => element.classList.toggle("current", pair?.[0] === i));
    }

    let waiting = 0;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(level, 200);
    };
    editor.on("update", soon);
    editor.on("selectionUpdate", mark);
    editor.on("focus", mark);
    editor.on("blur", mark);
    sides.addEventListener("toggle", soon, true);
    window.addEventListener("resize", soon);
    document.fonts.ready.then(soon);
    level();
  }
})();
