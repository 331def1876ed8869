// What the portal's bodies have beside the editor's own elements; publishing/richtext.py keeps exactly these.
import { Extension, Mark, Node, Plugin, Table, updateAttrsDialog } from "django-prose-editor/editor";

const gettext = (word) => window.gettext(word);

// A mark of a footnote: <sup data-note="1"></sup>. Setting one asks the page for a row to write the note in.
export const Note = Node.create({
  name: "note",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return {
      marker: {
        default: "",
        parseHTML: (element) => element.dataset.note,
        renderHTML: ({ marker }) => ({ "data-note": marker }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "sup[data-note]", priority: 100 }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["sup", HTMLAttributes];
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "note",
      groups: "link",
      button: buttons.material("edit_note", "Footnote"),
      command(editor) {
        const detail = { marker: "" };
        editor.view.dom.dispatchEvent(new CustomEvent("note:set", { bubbles: true, detail }));
        if (!detail.marker) return;
        editor.chain().focus().insertContent({ type: "note", attrs: { marker: detail.marker } }).run();
      },
    });
  },
});

// Words in another language than the text around them: <span lang="ko">.
export const Language = Mark.create({
  name: "language",

  addAttributes() {
    return { lang: { default: null, parseHTML: (element) => element.lang } };
  },

  parseHTML() {
    return [{ tag: "span[lang]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", HTMLAttributes, 0];
  },

  addGlobalAttributes() {
    const lang = {
      default: null,
      parseHTML: (element) => element.getAttribute("lang"),
      renderHTML: (attributes) => (attributes.lang ? { lang: attributes.lang } : {}),
    };
    const scope = {
      default: null,
      parseHTML: (element) => element.getAttribute("scope"),
      renderHTML: (attributes) => (attributes.scope ? { scope: attributes.scope } : {}),
    };
    return [
      { types: ["paragraph", "blockquote"], attributes: { lang } },
      { types: ["tableHeader"], attributes: { scope } },
    ];
  },

  addMenuItems({ buttons, menu }) {
    const name = this?.name || "language";
    const ask = updateAttrsDialog(
      { lang: { title: gettext("Language of words"), enum: ["en", "ko", "zh-Hans", "ja"], default: "ko" } },
      { title: gettext("Language of words"), submitText: gettext("Update") },
    );
    menu.defineItem({
      name,
      groups: "link",
      button: buttons.material("translate", "Language of words"),
      enabled: (editor) => !editor.state.selection.empty || editor.isActive("language"),
      active: (editor) => editor.isActive("language"),
      command(editor) {
        if (editor.isActive("language")) {
          editor.chain().focus().extendMarkRange("language").unsetMark("language").run();
          return;
        }
        ask(editor, {}).then((attrs) => {
          if (attrs) editor.chain().focus().setMark("language", attrs).run();
        });
      },
    });
  },
});

// A place where a long word may break: <wbr>.
export const LineBreakPoint = Node.create({
  name: "lineBreakPoint",
  group: "inline",
  inline: true,
  atom: true,
  selectable: false,

  parseHTML() {
    return [{ tag: "wbr" }];
  },

  renderHTML() {
    return ["wbr"];
  },
});

// A table that keeps its caption; the caption is an attribute here and an element in what is stored.
export const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (element) => element.querySelector("caption")?.textContent.trim() || "",
        renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}),
      },
    };
  },

  parseHTML() {
    return [{ tag: "caption", ignore: true }, { tag: "table" }];
  },

  renderHTML({ node }) {
    const rows = ["tbody", 0];
    return node.attrs.caption ? ["table", ["caption", node.attrs.caption], rows] : ["table", rows];
  },

  addMenuItems(storage) {
    this.parent?.(storage);
    const { buttons, menu } = storage;
    const ask = updateAttrsDialog(
      { caption: { type: "string", title: gettext("Table caption") } },
      { title: gettext("Table caption"), submitText: gettext("Update") },
    );
    menu.defineItem({
      name: "table:caption",
      groups: "table",
      button: buttons.material("short_text", "Table caption"),
      hidden: (editor) => !editor.isActive("table"),
      command(editor) {
        ask(editor, editor.getAttributes("table")).then((attrs) => {
          if (attrs) editor.chain().focus().updateAttributes("table", attrs).run();
        });
      },
    });
  },
});

// What word processors put on the clipboard, as publishing/paste.py renames it. Styles are looked at as plain text:
// the page's policy does not let a document made here have any.
const RENAMED = { H1: "h2", H5: "h4", H6: "h4" };
const MARKS = [
  [/(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)/i, "strong"],
  [/(?<![\w-])font-style\s*:\s*italic/i, "em"],
  [/text-decoration[\w-]*\s*:[^;]*underline/i, "u"],
  [/text-decoration[\w-]*\s*:[^;]*line-through/i, "s"],
  [/vertical-align\s*:\s*super/i, "sup"],
  [/vertical-align\s*:\s*sub(?!e|p)/i, "sub"],
];

function renamed(element, name) {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

function marked(span) {
  for (const [pattern, name] of MARKS) {
    if (!pattern.test(span.dataset.style)) continue;
    const mark = span.ownerDocument.createElement(name);
    mark.append(...span.childNodes);
    span.append(mark);
  }
}

function cleaned(html) {
  const plain = html
    .replace(/<!--(?!StartFragment|EndFragment)[\s\S]*?-->|<!\[[^>]*>|<\?[^>]*>/g, "")
    .replace(/<(style|script|title|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/(\s)style\s*=/gi, "$1data-style=");
  const page = new DOMParser().parseFromString(plain, "text/html");
  for (const element of page.querySelectorAll("[data-style]")) {
    if (/mso-list\s*:\s*ignore/i.test(element.dataset.style)) element.remove();
  }
  for (const span of page.querySelectorAll("span[data-style], font[data-style]")) marked(span);
  for (const bold of page.querySelectorAll("b[data-style]")) {
    if (/(?<![\w-])font-weight\s*:\s*(?:normal|[1-5]00)/i.test(bold.dataset.style)) bold.replaceWith(...bold.childNodes);
  }
  for (const element of page.querySelectorAll("span[lang]")) {
    if (!["en", "ko", "zh-Hans", "zh-Hant", "ja"].includes(element.getAttribute("lang"))) element.removeAttribute("lang");
  }
  for (const element of page.querySelectorAll("p[lang], blockquote[lang]")) element.removeAttribute("lang");
  for (const heading of page.querySelectorAll("h1, h5, h6")) renamed(heading, RENAMED[heading.tagName]);
  for (const paragraph of page.querySelectorAll("p")) {
    if (!paragraph.textContent.replace(/\u00a0/g, " ").trim() && !paragraph.querySelector("sup, img")) paragraph.remove();
  }
  for (const element of page.querySelectorAll("[data-style]")) element.removeAttribute("data-style");
  return page.body.innerHTML;
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: cleaned } })];
  },
});
