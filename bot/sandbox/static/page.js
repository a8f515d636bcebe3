// The page: asks the server for what the person sees, puts it in place, and sends what they do.
// All drawing of messages, blocks and forms is the server's; this file adds no words of the app's.

import { composer } from "./composer.js";
import { keepFocus, put, putItems } from "./drawing.js";
import { confirmed, putBack, showErrors, valueOf, valuesOf } from "./forms.js";
import { storyteller } from "./stories.js";
import { ask, tell } from "./wire.js";

const byId = (id) => document.getElementById(id);
const here = { person: "", channel: "", thread: "", tab: "messages", found: null, asked: null };
const PLACE = ["person", "channel", "thread", "tab"];
let setup = null;
let opened = "";
let modal = null;
let backToOpener = () => {};
let refreshing = false;
let refreshAgain = false;

// Where one is stands in the address, so that a reload and a link come back to it.

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const name of PLACE) {
    if (asked.has(name)) here[name] = asked.get(name);
  }
  if (asked.get("message")) here.tab = "messages";
  here.found = asked.get("message");
}

function writeAddress() {
  const { person, channel, thread, tab } = here;
  const address = new URLSearchParams({ person, channel });
  if (thread) address.set("thread", thread);
  if (tab === "home") address.set("tab", tab);
  history.replaceState(null, "", `#${address}`);
}

async function go(change) {
  Object.assign(here, change);
  writeAddress();
  await refresh();
}

function whereabouts() {
  return Object.fromEntries(PLACE.map((name) => [name, here[name]]));
}

// Drawing.

async function refresh() {
  if (refreshing) {
    refreshAgain = true;
    return;
  }
  refreshing = true;
  try {
    do {
      refreshAgain = false;
      const asked = whereabouts();
      const scene = await ask("scene", asked);
      // Who has gone elsewhere meanwhile is not called back.
      if (PLACE.some((name) => here[name] !== asked[name])) refreshAgain = true;
      else draw(scene);
    } while (refreshAgain);
  } catch {
    toast("The sandbox does not answer. Is it still running?");
  } finally {
    refreshing = false;
  }
}

function draw(scene) {
  const backToFocus = keepFocus();
  here.channel = scene.place;
  put(byId("people"), scene.people);
  if (put(byId("sidebar"), scene.sidebar)) showCurrentRow();
  put(byId("heading"), scene.heading);
  put(byId("prompts"), scene.prompts);
  byId("clock-words").textContent = scene.clock;
  drawHome(scene);
  // On a narrow screen an open thread hides the messages, and what is hidden cannot be scrolled.
  drawThread(scene);
  putItems(byId("messages"), byId("scroll"), scene.items);
  const at = `${here.person} ${here.channel}`;
  const { placeholder, channels, has_shortcuts: hasShortcuts } = scene;
  main.show({ at, placeholder, channels, hasShortcuts });
  backToFocus();
  drawModal(scene.modal);
  showFound();
  openAnswer();
  tellOpened(scene.tab);
}

// Slack tells the app who comes to a tab of its own; it draws and suggests nothing before.

function tellOpened(tab) {
  const now = tab && `${here.person} ${tab}`;
  if (now && now !== opened) {
    if (tab === "home") byId("scroll").scrollTop = 0;
    act("home", { tab });
  }
  opened = now;
}

// On a narrow screen the places are a strip, and the one that is open may stand outside of it.

function showCurrentRow() {
  const row = byId("sidebar").querySelector("[aria-current]");
  row?.scrollIntoView({ block: "nearest", inline: "center" });
}

// An answer in a thread opens it, for who has just asked: a newcomer would not look for it there.

function openAnswer() {
  const asked = here.asked && messageAt(here.asked);
  if (!asked || !("answered" in asked.dataset)) return;
  go({ thread: here.asked, asked: null });
}

function messageAt(ts) {
  return document.querySelector(`#messages .message[data-ts="${CSS.escape(ts)}"]`);
}

function drawHome(scene) {
  const atHome = scene.home !== null;
  byId("home").hidden = !atHome;
  byId("messages").hidden = atHome;
  byId("composer").hidden = atHome;
  if (atHome) put(byId("home"), scene.home);
}

function drawThread(scene) {
  byId("thread").hidden = !scene.thread;
  if (!scene.thread) {
    here.thread = ""; // it may be gone, or of a place where the person is not
    // What one person has read must not stay in the page for the next.
    putItems(byId("thread-messages"), byId("thread-scroll"), []);
    return;
  }
  put(byId("thread-place"), scene.thread.heading);
  putItems(byId("thread-messages"), byId("thread-scroll"), scene.thread.items);
  byId("thread-status").textContent = scene.thread.status;
  const at = `${here.person} ${here.channel} ${scene.thread.root}`;
  side.show({ at, placeholder: "Reply…", channels: scene.channels, hasShortcuts: false });
}

function showFound() {
  const found = here.found && document.querySelector(`.message[data-ts="${CSS.escape(here.found)}"]`);
  if (!found) return;
  here.found = null;
  found.classList.add("found");
  found.scrollIntoView({ block: "center" });
}

function drawModal(shown) {
  const dialog = byId("modal");
  const isNew = shown && (!modal || modal.id !== shown.id || modal.hash !== shown.hash);
  if (isNew) {
    byId("modal-title").textContent = shown.title;
    byId("modal-app").textContent = shown.app;
    byId("modal-body").innerHTML = shown.html;
    byId("modal-close").textContent = shown.close;
    byId("modal-submit").textContent = shown.submit || "";
    byId("modal-submit").hidden = !shown.submit;
    byId("modal-problem").textContent = "";
  }
  modal = shown;
  // A story's "Next" must stay in reach, which nothing does beside a modal dialog.
  if (shown && !dialog.open) {
    backToOpener = keepFocus();
    stories.isTelling() ? dialog.show() : dialog.showModal();
  }
  if (isNew) dialog.querySelector("#modal-body :is(input, textarea, select)")?.focus();
  if (!shown && dialog.open) {
    dialog.close();
    backToOpener();
  }
}

let toastTimer = 0;

function toast(words) {
  byId("toast").textContent = words || "";
  clearTimeout(toastTimer);
  if (words) toastTimer = setTimeout(() => toast(""), 6000);
}

async function act(name, asked) {
  const answer = await tell(name, { person: here.person, ...asked });
  if (answer.problem) toast(answer.problem);
  return answer;
}

// Forms.

async function submit() {
  if (!modal) return;
  const button = byId("modal-submit");
  button.disabled = true;
  try {
    const answer = await tell("submit", {
      person: here.person,
      view: modal.id,
      values: valuesOf(byId("modal-body")),
    });
    showErrors(byId("modal-body"), answer.errors || {});
    byId("modal-problem").textContent = answer.problem || "";
  } finally {
    button.disabled = false;
  }
  await refresh();
}

// Clicks on what the app has drawn.

function surfaceOf(element) {
  const message = element.closest(".message");
  if (message) {
    return { at: message, channel: message.dataset.channel, ts: message.dataset.ts };
  }
  if (element.closest("#modal")) return { at: byId("modal-body"), view: modal.id };
  const home = element.closest("[data-view]");
  return { at: home, view: home.dataset.view };
}

async function press(element, given) {
  if (element.getAttribute("aria-disabled")) return;
  if (!(await confirmed(element))) return putBack(element);
  if (element.dataset.url) window.open(element.dataset.url, "_blank", "noopener");
  const { at, ...surface } = surfaceOf(element);
  // Not `disabled`, which would take the keyboard's place away.
  element.setAttribute("aria-disabled", "true");
  try {
    await act("press", {
      ...surface,
      block_id: element.dataset.blockId,
      action_id: element.dataset.actionId,
      given,
      values: valuesOf(at),
    });
  } finally {
    element.removeAttribute("aria-disabled");
    // A menu of a message has done its work, and the same may be chosen once more.
    if (surface.ts) putBack(element);
  }
}

function isAlone(field) {
  return !field.closest(".block-input");
}

const tools = {
  thread: (message) =>
    go({ thread: message.dataset.thread, asked: null, tab: "messages" }).then(() => side.focus()),
  behind: (message) => lookBehind(message),
  dismiss: (message) => act("dismiss", placeOf(message)),
  delete: (message) => act("delete", placeOf(message)),
  edit: (message) =>
    (message.closest("#thread") ? side : main).edit(
      message.dataset.ts,
      message.querySelector(".body").innerText.replace(/\s*\(edited\)$/, ""),
    ),
  shortcut: (message, button) =>
    act("shortcut", { ...placeOf(message), callback_id: button.dataset.callbackId }),
};

async function lookBehind(message) {
  const asked = ask("behind", { person: here.person, ...placeOf(message) });
  const answer = await asked.catch(() => null);
  if (!answer) return toast("That message is not there any more.");
  byId("behind-body").innerHTML = answer.html;
  byId("behind-body").querySelector("details")?.setAttribute("open", "");
  byId("behind").showModal();
}

function placeOf(message) {
  return { channel: message.dataset.channel, ts: message.dataset.ts };
}

document.addEventListener("click", (event) => {
  const target = event.target;
  for (const open of document.querySelectorAll("details.overflow[open]")) {
    if (!open.contains(target) || target.closest(".choice")) shut(open);
  }
  const link = target.closest("a[href]");
  if (link) return followLink(event, link);
  const button = target.closest("button");
  if (!button) return undefined;
  const { person, go: channel, passes, morning, tab, prompt } = button.dataset;
  if (passes) return act("clock", { seconds: Number(passes), morning: Boolean(morning) });
  if ("press" in button.dataset) return press(button, button.dataset.choice ?? null);
  if (button.dataset.do) return tools[button.dataset.do](button.closest(".message"), button);
  if (person) return go({ person, thread: "", asked: null });
  if (channel) return go({ channel, thread: "", asked: null, tab: "messages" }).then(() => main.focus());
  if (tab) return openTab(tab);
  if (prompt) return write(() => "")({ text: prompt });
  return undefined;
});

// Who has opened it by the keyboard comes back to it.

function shut(menu) {
  const isHeld = menu.contains(document.activeElement?.closest(":focus-visible"));
  menu.open = false;
  if (isHeld) menu.querySelector("summary").focus();
}

function followLink(event, link) {
  const url = new URL(link.href);
  const found = url.pathname.match(/^\/archives\/(\w+)\/p(\d+)(\d{6})$/);
  if (url.origin !== location.origin || !found) return;
  event.preventDefault();
  const thread = url.searchParams.get("thread_ts") || "";
  go({ channel: found[1], thread, tab: "messages", found: `${found[2]}.${found[3]}` });
}

function openTab(tab) {
  opened = "";
  return go({ tab, thread: "" });
}

document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-field]");
  if (field && isAlone(field)) press(field, valueOf(field));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const open = document.querySelector("details.overflow[open]");
  if (open) shut(open);
  else if (here.thread) go({ thread: "" });
});

byId("behind-close").addEventListener("click", () => byId("behind").close());
byId("thread-close").addEventListener("click", () => go({ thread: "" }));
byId("modal-form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

async function closeModal() {
  if (modal) await act("close", { view: modal.id });
  await refresh();
}

byId("modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  closeModal();
});
byId("modal-close").addEventListener("click", closeModal);
byId("modal-dismiss").addEventListener("click", closeModal);
window.addEventListener("hashchange", () => {
  readAddress();
  refresh();
});

// Writing.

function write(thread) {
  return async ({ text, editing }) => {
    const place = { channel: here.channel, thread: thread() };
    if (editing) return act("edit", { ...place, ts: editing, text });
    const answer = await act(text.startsWith("/") ? "command" : "say", { ...place, text });
    if (answer.ts && !place.thread && place.channel === here.channel) {
      here.asked = answer.ts;
      openAnswer();
    }
    return answer;
  };
}

const main = composer(byId("composer"), { send: write(() => ""), shortcut: useShortcut });
const side = composer(byId("thread-composer"), {
  send: write(() => here.thread),
  shortcut: useShortcut,
});

function useShortcut(callbackId) {
  return act("shortcut", { callback_id: callbackId });
}

// Stories, and beginning anew.

const stories = storyteller({
  play: (asked) => act("story", asked),
  look: ({ person, channel, thread }) =>
    go({ person, channel, thread: thread || "", asked: null, tab: "messages" }),
});

function offerStories() {
  byId("stories").hidden = setup.stories.length === 0;
  byId("again").hidden = !setup.can_start_again;
  const rows = setup.stories.map((story, place) => {
    const row = document.createElement("button");
    row.type = "button";
    row.className = "choice";
    row.append(story.title, Object.assign(document.createElement("span"), { className: "by", textContent: story.about }));
    row.addEventListener("click", () => {
      stories.tell(story, place);
      go({ thread: "", asked: null });
    });
    return row;
  });
  byId("story-choices").replaceChildren(...rows);
}

byId("again").addEventListener("click", () => act("again", {}));

// Another run of the sandbox knows nothing of what this page shows.
let run = null;

function beginAnew(event) {
  if (run && run !== event.data) {
    history.replaceState(null, "", "#");
    location.reload();
  }
  run = event.data;
}

function listen() {
  const changes = new EventSource("/page/changes");
  changes.addEventListener("run", beginAnew);
  changes.addEventListener("message", refresh);
  window.addEventListener("pagehide", () => changes.close());
}

readAddress();
setup = await ask("setup", {});
document.title = `${setup.app} · Sandbox`;
offerStories();
main.know(setup);
side.know(setup);
if (!setup.people.some((one) => one.id === here.person)) here.person = setup.people[0].id;
await refresh();
writeAddress();
listen();
