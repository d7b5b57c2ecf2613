// Days in words, as papers write them. The words are given: a browser knows the names of
// days and months in few languages, and says them in another where it does not.
var samloftDates = (function () {
  "use strict";

  function written(pattern, words, iso) {
    var found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
    var day = found ? new Date(Date.UTC(+found[1], found[2] - 1, +found[3])) : null;
    if (!day || day.toISOString().slice(0, 10) !== iso) {
      return "";
    }
    var values = {
      iso: iso,
      weekday: words.whenWeekdays.split(" ")[day.getUTCDay()],
      day: day.getUTCDate(),
      month: words.whenMonths.split(" ")[day.getUTCMonth()],
      year: day.getUTCFullYear(),
    };
    return pattern.replace(/\{(\w+)\}/g, function (_, name) {
      return values[name];
    });
  }

  // `words`: what to say it with; `iso`: a day as in 2027-01-12. Empty where it is no day.
  return {
    date: function (words, iso) {
      return written(words.whenDate, words, iso);
    },
    day: function (words, iso) {
      return written(words.whenDay, words, iso);
    },
  };
})();
