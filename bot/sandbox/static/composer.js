// The box one writes in: Enter sends, @ # and / suggest, a menu offers the app's shortcuts.

const MOST = 8;

function made(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `/icons.svg#${name}`);
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

function button(sign, label, act) {
  const one = made("button", { type: "button", className: "tool", title: label }, icon(sign));
  one.setAttribute("aria-label", label);
  one.addEventListener("click", act);
  return one;
}

export function composer(form, { send, shortcut }) {
  let known = { app: "", people: [], commands: [], shortcuts: [] };
  let named = []; // the channels whose names the person may see
  let editing = null;
  let place = "";
  const drafts = new Map();
  let offered = [];
  let chosen = 0;

  const listId = `${form.id}-suggestions`;
  const area = made("textarea", { rows: 1 });
  area.setAttribute("role", "combobox");
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", listId);
  area.setAttribute("aria-expanded", "false");
  const list = made("ul", { className: "suggestions", id: listId, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const menu = made("details", { className: "overflow", hidden: true });
  const choices = made("div", { className: "choices" });
  const summary = made("summary", { className: "tool", title: "Shortcuts" }, icon("bolt"));
  summary.setAttribute("aria-label", "Shortcuts");
  menu.append(summary, choices);
  const mention = button("at", "Mention the app", () => insert(`@${known.app} `));
  const note = made("span", { className: "editing" });
  const leave = button("close", "Leave the message as it was", () => {
    begin(drafts.get(place));
    area.focus();
  });
  leave.hidden = true;
  const go = made("button", { type: "submit", className: "tool send", disabled: true }, icon("send"));
  go.setAttribute("aria-label", "Send");
  const bar = made("div", { className: "bar" }, menu, mention, note, leave, go);
  form.append(list, made("div", { className: "box" }, area, bar));

  function fit() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
    go.disabled = !area.value.trim();
  }

  function insert(text) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    changed();
  }

  // Suggestions: what could be meant by the word before the cursor.

  function word() {
    const before = area.value.slice(0, area.selectionStart);
    const found = before.match(/(?:^|\s)([@#][\w.-]*)$/) || before.match(/^(\/\S*)$/);
    return found ? found[1] : "";
  }

  function candidates(typed) {
    const wanted = typed.slice(1).toLowerCase();
    const kinds = {
      "@": [known.app, ...known.people.map((one) => one.name)].map((name) => [`@${name}`, ""]),
      "#": named.map((name) => [`#${name}`, ""]),
      "/": known.commands.map((one) => [one.name, one.usage_hint || one.description]),
    };
    return (kinds[typed[0]] || [])
      .filter(([name]) => name.slice(1).toLowerCase().startsWith(wanted))
      .slice(0, MOST);
  }

  function suggest() {
    offered = candidates(word());
    chosen = 0;
    list.replaceChildren(...offered.map(option));
    list.hidden = offered.length === 0;
    area.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  }

  function option([name, hint], at) {
    const row = made("li", { className: "choice", id: `${listId}-${at}` }, name);
    row.setAttribute("role", "option");
    if (hint) row.append(made("span", { className: "by" }, hint));
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      chosen = at;
      take();
    });
    return row;
  }

  function mark() {
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
    if (list.hidden) area.removeAttribute("aria-activedescendant");
    else area.setAttribute("aria-activedescendant", `${listId}-${chosen}`);
  }

  function take() {
    const start = area.selectionStart - word().length;
    area.setRangeText(`${offered[chosen][0]} `, start, area.selectionStart, "end");
    changed();
  }

  function forget() {
    offered = [];
    list.hidden = true;
    area.setAttribute("aria-expanded", "false");
    mark();
  }

  function changed() {
    fit();
    suggest();
  }

  function isTaking(event) {
    const typed = word();
    const isWhole = offered.some(([name]) => name === typed);
    return !list.hidden && (event.key === "Tab" || (event.key === "Enter" && !isWhole));
  }

  area.addEventListener("input", changed);
  area.addEventListener("blur", forget);
  area.addEventListener("keydown", (event) => {
    if (isTaking(event)) {
      event.preventDefault();
      take();
    } else if (!list.hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length;
      mark();
    } else if (event.key === "Escape" && (!list.hidden || editing)) {
      event.stopPropagation();
      if (list.hidden) begin(drafts.get(place));
      else forget();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  // A new message, or what was begun of one.

  function begin(draft = "") {
    editing = null;
    note.textContent = "";
    leave.hidden = true;
    area.value = draft;
    fit();
    forget();
  }

  function edit(ts, text) {
    if (!editing) drafts.set(place, area.value);
    editing = ts;
    note.textContent = "Editing a message";
    leave.hidden = false;
    area.value = text;
    area.focus();
    changed();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = area.value.trim();
    if (!text) return;
    const [at, message] = [place, { text, editing }];
    if (!editing) drafts.delete(place);
    begin(drafts.get(place));
    const answer = await send(message);
    if (answer.problem) giveBack(at, message);
  });

  // What could not be sent comes back to where it was written, before what was begun there since.

  function giveBack(at, message) {
    const isHere = at === place;
    if (message.editing) return isHere && !editing ? edit(message.editing, message.text) : undefined;
    const begun = isHere && !editing ? area.value : drafts.get(at);
    const text = [message.text, begun].filter(Boolean).join("\n");
    return isHere && !editing ? begin(text) : drafts.set(at, text);
  }

  // What somebody has begun to write waits for them where they began it.

  function comeTo(at) {
    if (at === place) return;
    if (!editing) drafts.set(place, area.value);
    place = at;
    begin(drafts.get(place));
  }

  return {
    know(setup) {
      known = setup;
      const rows = setup.shortcuts.map((one) => {
        const row = made("button", { type: "button", className: "choice" }, one.name);
        row.append(made("span", { className: "by" }, setup.app));
        row.addEventListener("click", () => shortcut(one.callback_id));
        return row;
      });
      choices.replaceChildren(...rows);
    },
    show({ at, placeholder, channels, hasShortcuts }) {
      comeTo(at);
      named = channels;
      area.placeholder = placeholder;
      area.setAttribute("aria-label", placeholder);
      menu.hidden = !hasShortcuts || known.shortcuts.length === 0;
    },
    edit,
    focus() {
      area.focus();
    },
  };
}
