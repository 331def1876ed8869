// The editor of bodies, wherever it stands: its name, its language, its buttons in words.
(() => {
  // Tiptap would write its base styles into the page, which the page's policy refuses; they are in admin.css.
  // It leaves that if it finds an element of this name, here one that means nothing to the browser.
  const style = document.createElementNS("about:blank", "style");
  style.setAttribute("data-tiptap-style", "");
  document.head.append(style);

  document.addEventListener("prose-editor:ready", (event) => {
    const { editor, textarea } = event.detail;
    const label = document.querySelector(`label[for="${textarea.id}"]`);
    editor.view.dom.setAttribute("aria-label", label ? label.textContent.replace(/[:：]\s*$/, "") : "");
    editor.view.dom.setAttribute("aria-multiline", "true");
    editor.view.dom.setAttribute("role", "textbox");
    editor.view.dom.lang = textarea.lang;
    const frame = editor.view.dom.parentElement;
    // The editor makes its buttons after it is ready, and shows a copy of the chosen paragraph style's button.
    editor.on("create", () => {
      for (const option of frame.querySelectorAll(".prose-menubar__option > *")) option.textContent = gettext(option.textContent);
      nameButtons(frame.querySelectorAll("button[aria-label]"));
      editor.on("transaction", () => nameButtons(frame.querySelectorAll(".prose-menubar__selected button[aria-label]")));
    });
  });

  function nameButtons(buttons) {
    for (const button of buttons) {
      const words = gettext(button.getAttribute("aria-label"));
      button.title = words;
      button.setAttribute("aria-label", words);
    }
  }
})();
