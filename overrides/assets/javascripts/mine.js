// "Min side": what is done, own notes and plan; take them out, bring them in, print, erase.
(function () {
  "use strict";

  var keep = samloftKeep;
  var words = keep.words;
  var make = keep.make;
  var button = keep.button;
  var page = document.querySelector("[data-sl-my-page]");
  if (!page) {
    return;
  }

  function filled(sentence, values) {
    return sentence.replace(/\{+(\w+)\}+/g, function (_, name) {
      return values[name];
    });
  }

  var lessons = Array.from(page.querySelectorAll("[data-sl-lesson-row]"));
  var status = make("p", "sl-keep__status");
  status.setAttribute("role", "status");

  // --- Progress: on the list that stands on the page already.

  function showProgress() {
    var progress = keep.progress();
    lessons.forEach(function (row) {
      var old = row.querySelector(".sl-mine__done");
      if (old) {
        old.remove();
      }
      var right = (progress.answers[row.dataset.slLessonRow] || "").split("r").length - 1;
      var isDone = progress.done.indexOf(row.dataset.slLessonRow) >= 0;
      var text = [isDone ? words.keepIsDone : "", right ? filled(words.keepRight, { n: right }) : ""];
      text = text.filter(Boolean).join(" · ");
      if (text) {
        row.append(make("span", "sl-mine__done", (isDone ? "✓ " : "") + text));
      }
    });
    page.querySelectorAll("[data-sl-module]").forEach(function (module) {
      var inside = lessons.filter(function (row) {
        return module.contains(row);
      });
      var left = inside.filter(function (row) {
        return progress.done.indexOf(row.dataset.slLessonRow) < 0;
      });
      var minutes = left.reduce(function (sum, row) {
        return sum + Number(row.dataset.slMinutes);
      }, 0);
      module.querySelector(".sl-mine__sum").textContent = filled(words.keepSum, {
        done: inside.length - left.length,
        all: inside.length,
        minutes: minutes,
      });
    });
  }

  // --- Notes

  var notesHere = page.querySelector("[data-sl-my-notes]");

  // As 2026-11-29 is kept.
  function inWords(day) {
    return samloftDates.date(words, day) || day;
  }

  function showNotes() {
    var notes = keep.notes().notes;
    var names = Object.keys(notes).sort(function (one, other) {
      return notes[other].day < notes[one].day ? -1 : 1;
    });
    notesHere.textContent = "";
    names.forEach(function (name) {
      var note = notes[name];
      var row = lessons.find(function (each) {
        return each.dataset.slLessonRow === name.split("#")[0];
      });
      var own = make("div", "sl-own");
      var heading = make("h3", "sl-own__title");
      var title = make(row ? "a" : "span", "", note.title);
      if (row) {
        title.href = row.querySelector("a").getAttribute("href") + "#" + name.split("#")[1];
      }
      heading.append(title);
      own.append(heading, make("p", "sl-own__day", inWords(note.day)), make("p", "sl-own__text", note.text));
      notesHere.append(own);
    });
    if (!names.length) {
      notesHere.append(make("p", "", words.keepNoNotes));
    }
  }

  // --- The plan: lines of one's own, to tick off.

  var planHere = page.querySelector("[data-sl-my-plan]");

  function changePlan(change) {
    var notes = keep.notes();
    change(notes.plan);
    status.textContent = keep.setNotes(notes) ? words.keepNoteSaved : words.keepFailed;
    showPlan();
  }

  function showPlan() {
    var list = make("ul", "sl-plan");
    planHere.textContent = "";
    keep.notes().plan.forEach(function (each, number) {
      var line = make("li", "sl-plan__line");
      var label = make("label", "sl-plan__label");
      var box = make("input", "");
      box.type = "checkbox";
      box.checked = each.isDone;
      box.addEventListener("change", function () {
        changePlan(function (plan) {
          plan[number].isDone = box.checked;
        });
        planHere.querySelectorAll("input[type=checkbox]")[number].focus();
      });
      label.append(box, " ", each.text);
      var remove = button("sl-push--quiet", words.keepRemove, function () {
        changePlan(function (plan) {
          plan.splice(number, 1);
        });
        planHere.querySelector("input[type=text]").focus();
      });
      remove.setAttribute("aria-label", words.keepRemove + ": " + each.text);
      line.append(label, remove);
      list.append(line);
    });
    var form = make("form", "sl-plan__form");
    var name = make("label", "", words.keepPlanAdd);
    var field = make("input", "sl-plan__field");
    var add = make("button", "sl-push", words.keepAdd);
    field.type = "text";
    field.maxLength = 300;
    field.autocomplete = "off";
    add.type = "submit";
    name.append(" ", field);
    form.append(name, add);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (field.value.trim()) {
        changePlan(function (plan) {
          plan.push({ text: field.value.trim(), isDone: false });
        });
        planHere.querySelector("input[type=text]").focus();
      }
    });
    if (list.children.length) {
      planHere.append(list);
    }
    planHere.append(form);
  }

  // --- It is yours

  var toolsHere = page.querySelector("[data-sl-my-tools]");

  function download(name, kind, text) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(function () {
      URL.revokeObjectURL(link.href);
    }, 1000);
  }

  function asText() {
    var found = keep.notes();
    var parts = Object.keys(found.notes).map(function (name) {
      var note = found.notes[name];
      return note.title + "\n" + inWords(note.day) + "\n\n" + note.text + "\n";
    });
    var plan = found.plan.map(function (each) {
      return (each.isDone ? "[x] " : "[ ] ") + each.text;
    });
    return parts.concat(plan.join("\n")).join("\n") + "\n";
  }

  function showTools() {
    var file = make("input", "sl-mine__file");
    var label = make("label", "sl-mine__in", words.keepIn);
    file.type = "file";
    file.accept = ".json,application/json";
    label.append(" ", file);
    file.addEventListener("change", function () {
      if (file.files[0]) {
        file.files[0].text().then(function (text) {
          var isOurs = text.length < 3000000 && keep.fromFile(text);
          status.textContent = isOurs ? words.keepInDone : words.keepInWrong;
          if (isOurs) {
            show();
          }
        });
      }
    });
    toolsHere.textContent = "";
    toolsHere.append(
      button("", words.keepOut, function () {
        download("min-side.json", "application/json", keep.asFile());
      }),
      button("sl-push--quiet", words.keepText, function () {
        download("mine-notater.txt", "text/plain", asText());
      }),
      button("sl-push--quiet", words.keepPrint, function () {
        print();
      }),
      button("sl-push--quiet", words.keepErase, function () {
        if (confirm(words.keepEraseSure)) {
          status.textContent = keep.erase() ? words.keepErased : words.keepFailed;
          show();
          status.tabIndex = -1;
          status.focus();
        }
      }),
      label
    );
  }

  // --- Until the reader has said yes there is one question, and nothing else.

  var ask = page.querySelector("[data-sl-my-ask]");
  var whole = page.querySelector("[data-sl-my-own]");

  function show() {
    var isOn = keep.isOn();
    // As early.js has said before, if only of what another edition keeps.
    document.documentElement.classList.toggle("sl-keeps", isOn);
    whole.classList.toggle("sl-mine__own--on", isOn);
    showProgress();
    if (isOn) {
      showNotes();
      showPlan();
      showTools();
    }
  }

  ask.querySelector("button").addEventListener("click", function () {
    status.textContent = keep.begin() ? words.keepBegun : words.keepFailed;
    show();
  });
  ask.after(status);
  if (keep.isOn()) {
    lessons.forEach(function (row) {
      if (row.dataset.slMoved) {
        keep.follow(row.dataset.slLessonRow, row.dataset.slMoved.split(" "));
      }
    });
  }
  show();
})();
