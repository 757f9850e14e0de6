package gpcm.cli.message;

import gpcm.rules.NotChecked;
import java.io.PrintWriter;
import java.util.List;

/** What could not be checked, for people: never to be taken for met. */
final class NotCheckedText {
  private NotCheckedText() {}

  static void print(List<NotChecked> all, PrintWriter out) {
    NotChecked.byReason(all)
        .forEach(
            (reason, ids) -> {
              out.println();
              out.println("  Not checked (" + ids.size() + "): " + reason);
              out.println("    " + String.join(", ", ids));
            });
  }
}
