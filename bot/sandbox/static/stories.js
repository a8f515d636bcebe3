// Stories: the server plays a step, the page goes to where it can be seen and says what was done.

const byId = (id) => document.getElementById(id);
const READING_MS = 55; // for each character of what is told
const LEAST_MS = 3500;

export function storyteller({ play, look }) {
  let story = null;
  let number = 0;
  let at = 0;
  let playing = false;
  let busy = false;
  let timer = 0;
  let telling = 0; // which time a story is told: what comes late belongs to none that followed

  function show() {
    const told = story.steps[at - 1];
    byId("story-title").textContent = story.title;
    byId("story-place").textContent = at ? `${at} of ${story.steps.length}` : "";
    byId("story-tells").textContent = told || story.about;
    byId("story-next").textContent = at === story.steps.length ? "Done" : at ? "Next" : "Begin";
    byId("story-play").hidden = at === story.steps.length;
    byId("story-play").textContent = playing ? "Pause" : "Play by itself";
    byId("story-play").setAttribute("aria-pressed", String(playing));
  }

  function setBusy(is) {
    busy = is;
    byId("story-next").disabled = is;
  }

  async function next() {
    if (busy || !story) return;
    if (at === story.steps.length) return end();
    const told = telling;
    setBusy(true);
    const gaze = await play({ story: number, step: at });
    if (told !== telling) return;
    setBusy(false);
    if (gaze.problem) return pause();
    at += 1;
    show();
    await look(gaze);
    if (playing) goOn();
  }

  function goOn() {
    clearTimeout(timer);
    if (at === story.steps.length) return pause();
    const told = story.steps[at - 1] || "";
    timer = setTimeout(next, at ? Math.max(LEAST_MS, told.length * READING_MS) : 0);
  }

  function pause() {
    playing = false;
    clearTimeout(timer);
    show();
  }

  function end() {
    pause();
    telling += 1;
    story = null;
    byId("story").hidden = true;
  }

  byId("story-next").addEventListener("click", next);
  byId("story-close").addEventListener("click", end);
  byId("story-play").addEventListener("click", () => {
    if (playing) return pause();
    playing = true;
    show();
    return goOn();
  });

  return {
    isTelling: () => story !== null,
    tell(chosen, place) {
      clearTimeout(timer);
      telling += 1;
      setBusy(false);
      [story, number, at, playing] = [chosen, place, 0, false];
      byId("story").hidden = false;
      show();
      byId("story-next").focus();
    },
  };
}
