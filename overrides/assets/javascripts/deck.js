// Slides of a gathering: one at a time, and a clock. Without it the page is one long page.
// deck-run.js adds what a run says, deck-windows.js has a second window follow along.
(function (root) {
  "use strict";

  if (!root) {
    return;
  }
  var slides = Array.from(root.querySelectorAll(".sl-slide"));
  var bar = root.querySelector("[data-sl-bar]");
  var timer = root.querySelector("[data-sl-timer]");
  var words = timer.dataset;
  var status = root.querySelector("[data-sl-status]");
  var toldAt = [300, 60];
  var followers = [];
  // `clocks`: by part, seconds that are left, and the moment it ends, in milliseconds, if it runs.
  var state = { at: 0, people: 0, groups: 0, clocks: {} };

  function said(sentence, values) {
    return Object.keys(values).reduce(function (text, key) {
      return text.split("{" + key + "}").join(values[key]);
    }, sentence);
  }

  function heading(slide) {
    return slide.querySelector("h2").textContent.trim();
  }

  function tell(text) {
    status.textContent = text;
  }

  // --- The clock of the part that is shown. A part may have more slides than one.

  function part() {
    return slides[state.at].dataset.part;
  }

  function clock() {
    var minutes = Number(slides[state.at].dataset.minutes);
    return state.clocks[part()] || { left: minutes * 60, end: null };
  }

  function left(of) {
    return of.end === null ? of.left : Math.max(0, Math.round((of.end - Date.now()) / 1000));
  }

  function shown(seconds) {
    return Math.floor(seconds / 60) + words.whenColon + String(seconds % 60).padStart(2, "0");
  }

  function setClock(seconds, runs) {
    state.clocks[part()] = { left: seconds, end: runs ? Date.now() + seconds * 1000 : null };
    changed();
    var sentence = seconds === 0 ? words.over : runs ? words.runs : words.stands;
    tell(said(sentence, { time: shown(seconds) }));
  }

  function toggle() {
    var now = clock();
    if (now.end !== null || left(now) > 0) {
      setClock(left(now), now.end === null);
    }
  }

  // A minute more; a clock that has run out goes on.
  function lengthen() {
    var now = clock();
    setClock(Math.min(left(now) + 60, 99 * 60), now.end !== null);
  }

  function drawClock() {
    var has = part() !== undefined;
    timer.hidden = !has;
    if (!has) {
      return;
    }
    var now = clock();
    var seconds = left(now);
    var whole = Math.max(Number(slides[state.at].dataset.minutes) * 60, seconds);
    timer.querySelector("[data-sl-left]").textContent = shown(seconds);
    timer.style.setProperty("--sl-share", String(seconds / whole));
    timer.classList.toggle("sl-timer--over", seconds === 0);
    var button = timer.querySelector("[data-do=toggle]");
    var name = now.end !== null && seconds > 0 ? words.stop : words.start;
    if (button.textContent !== name) {
      button.textContent = name;
    }
  }

  var before = null;

  function tick() {
    drawClock();
    var now = part() === undefined ? null : clock();
    if (!now || now.end === null) {
      before = null;
      return;
    }
    var seconds = left(now);
    if (before !== null && before > 0 && seconds === 0) {
      tell(words.over);
    } else if (before !== null) {
      toldAt.forEach(function (moment) {
        if (before > moment && seconds <= moment) {
          tell(said(words.left, { time: shown(seconds) }));
        }
      });
    }
    before = seconds;
  }

  // --- Where we are.

  function draw() {
    slides.forEach(function (slide, number) {
      slide.classList.toggle("sl-slide--now", number === state.at);
    });
    root.querySelectorAll("[data-do=back]").forEach(function (button) {
      button.setAttribute("aria-disabled", String(state.at === 0));
    });
    root.querySelectorAll("[data-do=on]").forEach(function (button) {
      button.setAttribute("aria-disabled", String(state.at === slides.length - 1));
    });
    root.classList.toggle("sl-deck--start", state.at === 0);
    root.style.setProperty("--sl-done", String((state.at + 1) / slides.length));
    root.querySelector("[data-sl-place]").textContent = said(words.place, {
      at: state.at + 1,
      count: slides.length,
    });
    drawClock();
    followers.forEach(function (each) {
      each.drawn(slides, state);
    });
  }

  function changed() {
    draw();
    followers.forEach(function (each) {
      each.changed(state);
    });
  }

  function go(to) {
    var next = Math.max(0, Math.min(slides.length - 1, to));
    if (next === state.at) {
      return;
    }
    state.at = next;
    before = null;
    changed();
    keepPlace();
    scrollTo(0, 0);
    tell(root.querySelector("[data-sl-place]").textContent + ": " + heading(slides[next]));
  }

  function keepPlace() {
    var kept = new URLSearchParams(location.hash.slice(1));
    kept.delete(slides[0].id);
    slides.forEach(function (slide) {
      kept.delete(slide.id);
    });
    kept.set("slide", String(state.at + 1));
    history.replaceState(null, "", "#" + kept);
  }

  function readPlace() {
    var kept = new URLSearchParams(location.hash.slice(1));
    var byId = slides.findIndex(function (slide) {
      return kept.has(slide.id);
    });
    state.people = whole(kept.get("personer"), 999);
    state.groups = whole(kept.get("grupper"), 200);
    var at = whole(kept.get("slide"), slides.length) - 1;
    state.at = byId >= 0 ? byId : Math.max(0, at);
  }

  function whole(text, most) {
    var number = Number(text);
    return Number.isInteger(number) && number > 0 && number <= most ? number : 0;
  }

  // What another window says is looked through before any of it is used.
  function take(said) {
    if (!said || typeof said !== "object" || typeof said.clocks !== "object" || !said.clocks) {
      return;
    }
    if (!Number.isInteger(said.at) || said.at < 0 || said.at >= slides.length) {
      return;
    }
    var clocks = {};
    slides.forEach(function (slide) {
      var found = said.clocks[slide.dataset.part];
      if (found && Number.isFinite(found.left) && (found.end === null || Number.isFinite(found.end))) {
        clocks[slide.dataset.part] = { left: Math.max(0, found.left), end: found.end };
      }
    });
    var isElsewhere = said.at !== state.at;
    state = {
      at: said.at,
      people: whole(said.people, 999),
      groups: whole(said.groups, 200),
      clocks: clocks,
    };
    draw();
    if (isElsewhere) {
      before = null;
      keepPlace();
      scrollTo(0, 0);
    }
  }

  // --- What people do. No letters: those are for speech input and screen readers (WCAG 2.1.4).

  var acts = {
    back: function () {
      go(state.at - 1);
    },
    on: function () {
      go(state.at + 1);
    },
    toggle: toggle,
    longer: lengthen,
    afresh: function () {
      setClock(Number(slides[state.at].dataset.minutes) * 60, false);
    },
    colours: function () {
      var page = document.documentElement;
      var chosen = page.getAttribute("data-sl-scheme");
      var isDark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      page.setAttribute("data-sl-scheme", isDark ? "light" : "dark");
    },
    whole: function () {
      if (document.fullscreenElement) {
        document.exitFullscreen();
      } else if (document.documentElement.requestFullscreen) {
        document.documentElement.requestFullscreen();
      }
    },
  };
  var keys = {
    ArrowRight: 1,
    ArrowDown: 1,
    PageDown: 1,
    " ": 1,
    ArrowLeft: -1,
    ArrowUp: -1,
    PageUp: -1,
    Home: -Infinity,
    End: Infinity,
  };

  root.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-do]");
    if (button && acts[button.dataset.do]) {
      acts[button.dataset.do]();
    }
  });
  document.addEventListener("keydown", function (event) {
    var step = keys[event.key];
    var within = event.target.closest("input, summary, a, button, [data-sl-scrolls]");
    var isTheirs = within && (event.key === " " || !within.matches("a, button, summary"));
    if (!step || isTheirs || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      return;
    }
    // What is longer than the window is scrolled through first.
    var up = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (up && document.scrollingElement.scrollHeight > innerHeight + 1) {
      return;
    }
    event.preventDefault();
    go(state.at + step);
  });
  addEventListener("hashchange", function () {
    readPlace();
    changed();
  });

  document.documentElement.classList.add("sl-live");
  bar.hidden = false;
  window.samloftDeck = {
    root: root,
    slides: slides,
    words: words,
    name: heading(slides[0]),
    state: function () {
      return state;
    },
    take: take,
    divide: function (people, groups) {
      state.people = whole(people, 999);
      state.groups = Math.min(whole(groups, 200), state.people);
      changed();
    },
    tell: tell,
    said: said,
    heading: heading,
    follow: function (follower) {
      followers.push(follower);
      draw();
    },
  };
  readPlace();
  draw();
  setInterval(tick, 250);
})(document.querySelector("[data-sl-deck]"));
