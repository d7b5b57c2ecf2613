// What is done, wherever lessons are listed: on cards of modules, in a module's list, in the menu.
(function () {
  "use strict";

  var keep = samloftKeep;
  var words = keep.words;
  var make = keep.make;
  var every = (words.slLessons || "").split(" ");

  // The end of an address, as `ki/01-hva-er-ki` or, of a module, `ki`.
  function nameOf(link, parts) {
    var path = new URL(link.href).pathname.replace(/(\/|\/index\.html|\.html)$/, "");
    return path.split("/").slice(-parts).join("/");
  }

  function stepsOf(names, done) {
    var steps = make("p", "sl-steps");
    steps.setAttribute("aria-hidden", "true");
    names.forEach(function (name) {
      var isDone = done.indexOf(name) >= 0;
      steps.append(make("span", "sl-steps__step" + (isDone ? " sl-steps__step--done" : "")));
    });
    return steps;
  }

  function showOnCard(link, done) {
    var module = nameOf(link, 1) + "/";
    var lessons = every.filter(function (name) {
      return name.indexOf(module) === 0;
    });
    var count = lessons.filter(function (name) {
      return done.indexOf(name) >= 0;
    }).length;
    if (lessons.length) {
      var place = make("div", "sl-progress");
      var said = count ? words.keepPlace : words.keepNotBegun;
      said = said.replace(/\{+(\w+)\}+/g, function (_, name) {
        return { done: count, all: lessons.length }[name];
      });
      place.append(make("p", "", said), stepsOf(lessons, done));
      link.closest("li").append(place);
    }
  }

  function tick(text) {
    return make("span", "sl-progress sl-progress--tick", "✓" + text);
  }

  function show() {
    var done = keep.progress().done;
    document.querySelectorAll(".sl-progress").forEach(function (each) {
      each.remove();
    });
    document.querySelectorAll(".sl-row--done").forEach(function (row) {
      row.classList.remove("sl-row--done");
    });
    if (!keep.isOn()) {
      return;
    }
    document.querySelectorAll("article li strong:first-child > a").forEach(function (link) {
      showOnCard(link, done);
      if (done.indexOf(nameOf(link, 2)) >= 0) {
        link.closest("li").classList.add("sl-row--done");
        link.parentNode.after(" ", tick(" " + words.keepIsDone));
      }
    });
    var inMenu = Array.from(document.querySelectorAll(".sl-nav__list--inner > li > a"));
    inMenu.forEach(function (link) {
      if (done.indexOf(nameOf(link, 2)) >= 0) {
        var mark = tick("");
        mark.setAttribute("role", "img");
        mark.setAttribute("aria-label", words.keepIsDone);
        link.append(" ", mark);
      }
    });
    // At a lesson the same lessons, in the same order, are marks in its head.
    document.querySelectorAll(".sl-head > .sl-steps > span").forEach(function (step, number) {
      var isDone = inMenu[number] && done.indexOf(nameOf(inMenu[number], 2)) >= 0;
      step.classList.toggle("sl-steps__step--done", Boolean(isDone));
    });
  }

  keep.onChange(show);
  show();
})();
