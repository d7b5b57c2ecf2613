// A facilitator's own run of a session: what is filled in re-times the page, lives in the address's
// fragment so that a colleague can open the same, and is sent nowhere.
(function () {
  "use strict";

  var FIELDS = ["dato", "start", "sted", "personer", "grupper"];
  var DAY = 24 * 60;

  function minutesOf(clock) {
    var found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock);
    return found ? Number(found[1]) * 60 + Number(found[2]) : null;
  }

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  function filled(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, function (whole, name) {
      return name in values ? values[name] : whole;
    });
  }

  function sizesOf(people, groups) {
    var sizes = [];
    for (var i = 0; i < groups; i += 1) {
      sizes.push(Math.floor(people / groups) + (i < people % groups ? 1 : 0));
    }
    return sizes.join(" + ");
  }

  function setUp(box) {
    var words = box.dataset;
    var dates = window.samloftWords;
    var form = box.querySelector("form");
    var status = box.querySelector("[role=status]");
    var facts = document.querySelector(".sl-run-facts");
    var clocks = document.querySelectorAll(".sl-clock[data-after]");
    var lasts = Number(words.minutes);
    var title = document.querySelector("h1").textContent.trim();

    function clockAt(minutes) {
      var at = minutes % DAY;
      return two(Math.floor(at / 60)) + words.colon + two(at % 60);
    }

    function read() {
      var run = {};
      FIELDS.forEach(function (name) {
        run[name] = form.elements[name].value.trim();
      });
      return run;
    }

    // Whole numbers only: a browser hands on "4.5" and "4e2" as they were written.
    function countOf(run, name) {
      var field = form.elements[name];
      var number = /^\d+$/.test(run[name]) ? Number(run[name]) : 0;
      return number <= Number(field.max) ? number : 0;
    }

    function mark(name, isWrong) {
      if (isWrong) {
        form.elements[name].setAttribute("aria-invalid", "true");
      } else {
        form.elements[name].removeAttribute("aria-invalid");
      }
    }

    // Show a run on the page; return what there is to say about it.
    function show(run) {
      var asked = minutesOf(run.start);
      var starts = asked === null ? minutesOf(words.begins) : asked;
      var isLate = asked !== null && asked + lasts > DAY;
      var people = countOf(run, "personer");
      var groups = countOf(run, "grupper");
      var isFew = people > 0 && groups > people;
      mark("start", isLate);
      mark("grupper", isFew);
      if (isLate) {
        starts = minutesOf(words.begins);
      }
      clocks.forEach(function (clock) {
        clock.textContent = clockAt(starts + Number(clock.dataset.after));
      });
      var values = {
        starts: clockAt(starts), ends: clockAt(starts + lasts), people: people, groups: groups,
        sizes: groups && !isFew ? sizesOf(people, groups) : "",
      };
      var when = asked === null || isLate ? "" : filled(words.when, values);
      var line = [samloftDates.day(dates, run.dato), when, run.sted].filter(Boolean).join(", ");
      if (values.sizes) {
        line += (line ? ". " : "") + filled(words.sizes, values);
      }
      facts.textContent = line;
      facts.hidden = !line;
      return isLate ? words.late : isFew ? words.few : line ? filled(words.done, values) : "";
    }

    function written(run) {
      var parts = FIELDS.filter(function (name) {
        return run[name];
      }).map(function (name) {
        return name + "=" + encodeURIComponent(run[name]);
      });
      return parts.join("&");
    }

    function remember(run) {
      var address = location.href.split("#")[0];
      var fragment = written(run);
      history.replaceState(null, "", fragment ? address + "#" + fragment : address);
      handOn(fragment);
    }

    // The screen and the facilitator's page, which are led to from here, open as this run.
    function handOn(fragment) {
      document.querySelectorAll(".sl-papers a").forEach(function (link) {
        if (/(\/|\.html)$/.test(link.pathname) && link.pathname !== location.pathname) {
          link.hash = fragment;
        }
      });
    }

    // What stands in the address; true when it is a run, and not a place on the page.
    function open() {
      var found = new URLSearchParams(location.hash.slice(1));
      var isRun = FIELDS.some(function (name) {
        return found.has(name);
      });
      if (isRun) {
        FIELDS.forEach(function (name) {
          form.elements[name].value = (found.get(name) || "").slice(0, 120);
        });
        box.open = true;
        status.textContent = show(read());
        handOn(written(read()));
      }
      return isRun;
    }

    function changed() {
      var run = read();
      remember(run);
      status.textContent = show(run);
    }

    function inCalendar(text) {
      return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
    }

    function calendar() {
      var run = read();
      var starts = minutesOf(run.start);
      var day = run.dato.replace(/-/g, "");
      var at = function (minutes) {
        return ";TZID=Europe/Oslo:" + day + "T" + two(Math.floor(minutes / 60)) + two(minutes % 60) + "00";
      };
      starts = starts === null ? minutesOf(words.begins) : starts;
      var place = location.protocol === "file:" ? "" : location.href;
      var lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samloft//samloft//NO",
        "BEGIN:VTIMEZONE", "TZID:Europe/Oslo",
        "BEGIN:DAYLIGHT", "DTSTART:19960331T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT",
        "BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE",
        "BEGIN:VEVENT", "UID:" + day + "-" + starts + "-" + encodeURIComponent(title),
        "DTSTAMP:" + new Date().toISOString().replace(/[-:]|\.\d+/g, ""),
        "DTSTART" + at(starts),
        "DTEND" + at((starts + lasts) % DAY),
        "SUMMARY:" + inCalendar(title),
        run.sted ? "LOCATION:" + inCalendar(run.sted) : "",
        place ? "URL:" + place : "",
        "END:VEVENT", "END:VCALENDAR", "",
      ];
      var text = lines.filter(function (line, number) {
        return line || number === lines.length - 1;
      }).join("\r\n");
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
      link.download = run.dato + ".ics";
      link.click();
      URL.revokeObjectURL(link.href);
    }

    var does = {
      print: function () {
        window.print();
      },
      copy: function () {
        remember(read());
        var copied = navigator.clipboard ? navigator.clipboard.writeText(location.href) : Promise.reject();
        copied.then(function () {
          status.textContent = words.copied;
        }, function () {
          status.textContent = words.notCopied;
        });
      },
      calendar: function () {
        if (!form.elements.dato.value) {
          form.elements.dato.required = true;
          form.elements.dato.reportValidity();
          form.elements.dato.required = false;
          return;
        }
        calendar();
      },
      clear: function () {
        form.reset();
        remember({});
        show(read());
        status.textContent = words.cleared;
      },
    };

    form.addEventListener("input", changed);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      changed();
    });
    form.addEventListener("click", function (event) {
      var button = event.target.closest("button[data-does]");
      if (button) {
        does[button.dataset.does]();
      }
    });
    window.addEventListener("hashchange", open);
    // After what the session is about, before the first part of the page; not in that part, which
    // may be one that is not printed.
    var first = document.querySelector(".sl-article h2");
    while (first && !first.parentElement.matches(".sl-article")) {
      first = first.parentElement;
    }
    if (first) {
      first.before(box, facts);
    }
    box.hidden = false;
    open();
  }

  document.querySelectorAll(".sl-run").forEach(setUp);
})();
