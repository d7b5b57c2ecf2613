// What a reader may keep in this browser: progress, answers, notes, a plan. Nothing before they ask.
// The form of it stands in docs/architecture/reader-state.md.
var samloftKeep = (function () {
  "use strict";

  var MOST = 4096; // letters of progress and answers: what learning platforms hold
  var LONGEST = 4000; // letters of one note
  var MOST_NOTES = 500;
  var holder = document.querySelector("[data-sl-ways]");
  var words = Object.assign({}, window.samloftWords, holder ? holder.dataset : {});
  // An edition's own address, whatever its version and language: what is kept belongs to that.
  var edition = holder ? new URL(words.slHome || "./", location.href).pathname : "/";
  edition = edition.replace(/index\.html$/, "");
  var KEYS = { progress: "samloft-progress:" + edition, notes: "samloft-notes:" + edition };
  var listeners = [];

  function load(key) {
    try {
      return JSON.parse(localStorage.getItem(KEYS[key]));
    } catch (refused) {
      return null; // the browser keeps nothing, or something else wrote there
    }
  }

  function save(key, value) {
    try {
      localStorage.setItem(KEYS[key], JSON.stringify(value));
    } catch (refused) {
      return false; // full, or not allowed
    }
    listeners.forEach(function (each) {
      each();
    });
    return true;
  }

  function isText(value, most) {
    return typeof value === "string" && value.length <= most;
  }

  // What is read is made anew of what is known, so that nothing else comes along.
  function progressOf(found) {
    var answers = {};
    found = found && typeof found === "object" ? found : {};
    Object.keys(found.answers || {}).forEach(function (name) {
      if (isText(name, 200) && /^[rw.]{1,60}$/.test(found.answers[name])) {
        answers[name] = found.answers[name];
      }
    });
    var done = (Array.isArray(found.done) ? found.done : []).filter(function (name) {
      return isText(name, 200);
    });
    return { form: 1, done: Array.from(new Set(done)), answers: answers };
  }

  function notesOf(found) {
    var notes = {};
    found = found && typeof found === "object" ? found : {};
    Object.keys(found.notes || {})
      .slice(0, MOST_NOTES)
      .forEach(function (place) {
        var note = found.notes[place] || {};
        if (isText(note.text, LONGEST) && isText(note.title, 300) && isText(note.day, 10)) {
          notes[place] = { text: note.text, title: note.title, day: note.day };
        }
      });
    var plan = (Array.isArray(found.plan) ? found.plan : []).slice(0, 100).filter(function (each) {
      return each && isText(each.text, 300);
    });
    plan = plan.map(function (each) {
      return { text: each.text, isDone: each.isDone === true };
    });
    return { form: 1, notes: notes, plan: plan };
  }

  // The oldest answers give way where there is no room for all.
  function fitted(progress) {
    var names = Object.keys(progress.answers);
    while (JSON.stringify(progress).length > MOST && names.length) {
      delete progress.answers[names.shift()];
    }
    return progress;
  }

  function make(name, style, text) {
    var element = document.createElement(name);
    element.className = style;
    element.textContent = text || "";
    return element;
  }

  function button(style, text, act) {
    var made = make("button", "sl-push " + style, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  return {
    make: make,
    button: button,
    LONGEST: LONGEST,
    words: words,

    isOn: function () {
      return load("progress") !== null;
    },
    // Only ever called when the reader has said yes.
    begin: function () {
      return this.isOn() || save("progress", progressOf(null));
    },
    progress: function () {
      return progressOf(load("progress"));
    },
    setProgress: function (progress) {
      return this.isOn() && save("progress", fitted(progressOf(progress)));
    },
    notes: function () {
      return notesOf(load("notes"));
    },
    setNotes: function (notes) {
      return this.isOn() && save("notes", notesOf(notes));
    },
    erase: function () {
      try {
        localStorage.removeItem(KEYS.progress);
        localStorage.removeItem(KEYS.notes);
      } catch (refused) {
        return false;
      }
      listeners.forEach(function (each) {
        each();
      });
      return true;
    },
    asFile: function () {
      return JSON.stringify({ samloft: 1, progress: this.progress(), notes: this.notes() }, null, 1);
    },
    // Takes a file in, beside what is there already. Returns whether it was one of ours.
    fromFile: function (text) {
      var found;
      try {
        found = JSON.parse(text);
      } catch (broken) {
        return false;
      }
      if (!found || found.samloft !== 1) {
        return false;
      }
      var progress = progressOf(found.progress);
      var notes = notesOf(found.notes);
      var mine = this.progress();
      var own = this.notes();
      var said = own.plan.map(function (each) {
        return each.text;
      });
      return (
        this.setProgress({
          done: mine.done.concat(progress.done),
          answers: Object.assign(mine.answers, progress.answers),
        }) &&
        this.setNotes({
          notes: Object.assign(own.notes, notes.notes),
          plan: own.plan.concat(
            notes.plan.filter(function (each) {
              return said.indexOf(each.text) < 0;
            })
          ),
        })
      );
    },
    // A lesson that has moved takes along what was kept under its earlier names.
    follow: function (name, earlier) {
      var progress = this.progress();
      var notes = this.notes();
      var changed = false;
      earlier.forEach(function (old) {
        var at = progress.done.indexOf(old);
        if (at >= 0) {
          progress.done[at] = name;
          changed = true;
        }
        if (progress.answers[old]) {
          progress.answers[name] = progress.answers[name] || progress.answers[old];
          delete progress.answers[old];
          changed = true;
        }
        Object.keys(notes.notes).forEach(function (place) {
          if (place.split("#")[0] === old) {
            notes.notes[name + "#" + place.split("#")[1]] = notes.notes[place];
            delete notes.notes[place];
            changed = true;
          }
        });
      });
      if (changed) {
        this.setProgress(progress);
        this.setNotes(notes);
      }
    },
    onChange: function (what) {
      listeners.push(what);
    },
  };
})();
