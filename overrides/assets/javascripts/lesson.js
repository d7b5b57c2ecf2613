// At a lesson: mark it as done, and write notes of one's own under what is to be thought about.
(function () {
  "use strict";

  var keep = samloftKeep;
  var words = keep.words;
  var make = keep.make;
  var button = keep.button;
  var place = document.querySelector("[data-sl-lesson]");
  if (!place) {
    return;
  }
  var lesson = place.dataset.slLesson;

  // Asks once whether anything may be kept, right below what the reader wanted kept.
  function ask(below, then) {
    var panel = make("div", "sl-keep__ask");
    var more = make("a", "", words.keepMore);
    var status = make("p", "sl-keep__status");
    var before = below.parentNode.querySelector(".sl-keep__ask");
    if (before) {
      before.remove();
    }
    more.href = words.slPrivacy;
    status.setAttribute("role", "status");
    panel.tabIndex = -1;
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", words.keepAsk);
    panel.append(
      make("p", "sl-keep__question", words.keepAsk),
      make("p", "", words.keepWhat),
      make("p", "", words.keepShared)
    );
    panel.append(
      button("", words.keepYes, function () {
        if (keep.begin()) {
          panel.remove();
          then();
        } else {
          status.textContent = words.keepFailed;
        }
      }),
      button("sl-push--quiet", words.keepNo, function () {
        panel.remove();
        below.focus();
      }),
      more,
      status
    );
    below.after(panel);
    panel.focus();
  }

  function whenOn(below, then) {
    if (keep.isOn()) {
      then();
    } else {
      ask(below, then);
    }
  }

  // --- Done

  var done = button("", "", function () {
    whenOn(done, function () {
      var progress = keep.progress();
      var at = progress.done.indexOf(lesson);
      if (at < 0) {
        progress.done.push(lesson);
      } else {
        progress.done.splice(at, 1);
      }
      status.textContent = keep.setProgress(progress)
        ? at < 0 ? words.keepDone : words.keepUndone
        : words.keepFailed;
      show();
      done.focus();
    });
  });
  var status = make("p", "sl-keep__status");
  var mine = make("a", "sl-keep__mine", words.keepMine);
  status.setAttribute("role", "status");
  mine.href = words.slMine;

  function show() {
    var isDone = keep.progress().done.indexOf(lesson) >= 0;
    done.textContent = words.keepMark;
    done.setAttribute("aria-pressed", String(isDone));
  }

  place.append(done, " ", mine, status);
  place.classList.add("sl-keep--ready");
  if (keep.isOn() && place.dataset.slMoved) {
    keep.follow(lesson, place.dataset.slMoved.split(" "));
  }
  show();

  // --- Answers: only whether each was right.

  document.addEventListener("sl-answered", function (event) {
    if (keep.isOn()) {
      var progress = keep.progress();
      var number = Number(event.detail.name.split("-")[1]);
      var so_far = (progress.answers[lesson] || "").padEnd(number, ".").split("");
      so_far[number - 1] = event.detail.isRight ? "r" : "w";
      delete progress.answers[lesson]; // the newest comes last
      progress.answers[lesson] = so_far.join("");
      keep.setProgress(progress);
    }
  });

  // --- Notes

  function setUpNote(activity) {
    var heading = activity.querySelector("h2, h3, h4, h5, h6");
    var name = lesson + "#" + heading.id;
    var box = make("div", "sl-note");
    var label = make("label", "sl-note__label", words.keepNote);
    var field = make("textarea", "sl-note__field");
    var paper = make("p", "sl-note__paper");
    var said = make("p", "sl-keep__status");
    var first = button("sl-push--quiet", words.keepNoteSave, function () {
      whenOn(first, function () {
        write();
        field.focus();
      });
    });
    var waiting = 0;

    field.id = "sl-note:" + heading.id;
    field.rows = 4;
    field.maxLength = keep.LONGEST;
    label.htmlFor = field.id;
    // What one is to write about is read aloud along with the field's name.
    var task = activity.querySelector(".sl-activity__head + p");
    if (task) {
      task.id = "sl-task:" + heading.id;
      field.setAttribute("aria-describedby", task.id);
    }
    // Browsers bring the line one writes on into view; bring the whole field.
    field.addEventListener("focus", function () {
      field.scrollIntoView({ block: "nearest" });
    });
    said.setAttribute("role", "status");

    function write() {
      var notes = keep.notes();
      var text = field.value.trim();
      if (text) {
        notes.notes[name] = {
          text: text,
          title: heading.textContent + ": " + document.querySelector("h1").textContent,
          day: new Date().toISOString().slice(0, 10),
        };
      } else {
        delete notes.notes[name];
      }
      said.textContent = keep.setNotes(notes) ? words.keepNoteSaved : words.keepFailed;
      paper.textContent = field.value;
      first.hidden = keep.isOn();
    }

    field.addEventListener("input", function () {
      paper.textContent = field.value;
      said.textContent = "";
      clearTimeout(waiting);
      if (keep.isOn()) {
        waiting = setTimeout(write, 800);
      }
    });
    field.addEventListener("change", function () {
      clearTimeout(waiting);
      if (keep.isOn()) {
        write();
      }
    });

    function fill() {
      var note = keep.notes().notes[name];
      if (note) {
        field.value = note.text;
        paper.textContent = note.text;
      }
      first.hidden = keep.isOn();
    }

    keep.onChange(function () {
      first.hidden = keep.isOn();
    });
    fill();
    box.append(label, field, paper, first, said);
    activity.append(box);
  }

  document.querySelectorAll(".sl-activity--alone").forEach(setUpNote);
})();
