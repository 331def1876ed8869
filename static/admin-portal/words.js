// The words of the page's language, for this site's scripts and for the editor, which asks for gettext().
(() => {
  const words = JSON.parse(document.getElementById("editor-words").textContent);
  const before = window.gettext || ((word) => word);
  window.gettext = (word) => words[word] || before(word);
})();
