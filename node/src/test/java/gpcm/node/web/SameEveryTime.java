package gpcm.node.web;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Makes a page look as it would at another time: what differs by run is replaced or hidden. */
final class SameEveryTime {
  /** Moments, and how long ago they were. */
  static final String TIMES =
      """
      (() => {
        const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (words.nextNode()) {
          const cell = words.currentNode.parentElement.closest('td');
          const due = cell && cell.textContent.trim().startsWith('Due');
          words.currentNode.data = words.currentNode.data
            .replace(/(Due )?[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2} [0-9]{2}:[0-9]{2}/g,
              (all, word) => (word || '') + (word || due ? '30' : '27') + ' Nov 2026 09:14')
            .replace(/(just now|[0-9]+ (minute|hour)s? ago)/g, '6 hours ago');
        }
      })()
      """;

  /**
   * The same, and days, durations, ids, hashes, ports and versions; what this machine is called and
   * where its folders are; which node reads a mailbox; and of a timeline what comes after its first
   * steps, and infrastructure responses in a list, since two answers come in any order, with the
   * end of that list. Frames are hidden: what is drawn in them has pictures of its own, in the
   * report's tests.
   */
  static final String ALL =
      """
      (() => {
        const near = day => Math.abs(Date.parse(day + ' UTC') - Date.now()) < 130 * 86400000;
        const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (words.nextNode()) {
          words.currentNode.data = words.currentNode.data
            .replace(/[/]\\S*[/]junit-?[0-9]+/g, '/data')
            .replace(new RegExp('\\\\b' + HOST + '(-[0-9a-f]{6})?\\\\b', 'g'), 'node-1')
            .replace(/[0-9]{1,2} [A-Z][a-z]{2,8} 20[0-9]{2}/g, day => near(day) ? '27 Nov 2026' : day)
            .replace(/20[0-9]{2}-[0-9]{2}-[0-9]{2}/g, day => near(day) ? '2026-11-27' : day)
            .replace(/(just now|\\b([0-9.]+|an?|one) (second|minute|hour)s?\\b(?! person)( ago)?)/g, '6 hours ago')
            .replace(/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day/g, 'Friday')
            .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '01234567-89ab-4cde-8f01-23456789abcd')
            .replace(/[0-9A-Fa-f_-]{16,}/g, id => id === '01234567-89ab-4cde-8f01-23456789abcd' ? id : '0'.repeat(id.length))
            .replace(/[0-9]{2}:[0-9]{2}(:[0-9]{2})?([.][0-9]+)?/g, '09:14')
            .replace(/(127[.]0[.]0[.]1|localhost):[0-9]+/g, '$1:8080')
            .replace(/[0-9.]+ (MiB|GiB|MB|GB|KB|kB|bytes)/g, '1 $1');
        }
        const timeline = document.getElementById('timeline');
        const steps = timeline ? [...timeline.closest('section').querySelectorAll('.gpcm-history > li')] : [];
        steps.slice(3).forEach(step => step.remove());
        for (const name of document.querySelectorAll('td bdi, td .gpcm-muted')) {
          if (name.closest('td').textContent.trim().startsWith('Read by')) { name.textContent = 'node-1'; }
        }
        for (const list of document.querySelectorAll('tbody')) {
          const chance = [...list.rows].filter(row => row.textContent.includes('Infrastructure response, received'));
          chance.forEach(row => row.remove());
          // As many of a page's rows as they take, the page has more or fewer of the others at its end.
          if (chance.length > 1) { [...list.rows].slice(12).forEach(row => row.remove()); }
        }
        for (const field of document.querySelectorAll('input[type=date]')) { if (field.value) { field.value = '2026-11-27'; } }
        for (const field of document.querySelectorAll('input[type=time]')) { if (field.value) { field.value = '09:14'; } }
        for (const each of document.querySelectorAll('iframe, svg.gpcm-chart')) { each.style.visibility = 'hidden'; }
        if (document.activeElement) { document.activeElement.blur(); }
      })()
      """
          .replace("HOST", Chromium.quoted(host()));

  private SameEveryTime() {}

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
    } catch (UnknownHostException e) {
      return "node";
    }
  }
}
