package gpcm.node.web;

import gpcm.node.content.ContentHash;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The pictures of pages that somebody has approved, in {@code node/src/test/pages}. With {@code
 * -Dapprove.pictures=true} those that differ are written anew. Fonts differ between machines, and
 * with them where lines end: on a machine with other fonts than the pictures were approved with
 * nothing is compared.
 */
final class ApprovedPictures {
  private static final String ENDING = ".png";
  private static final String SAMPLE =
      "<p style=\"font: 24px Frutiger W01, Arial, Helvetica, sans-serif\">Confidential 0123456789"
          + " “Wavy fjords” <b>vex quick BLITZ</b></p><pre>0123 abc</pre>";

  private static final Path FOLDER =
      Path.of(System.getProperty("project.root"), "node", "src", "test", "pages");
  private static final Path FONTS = FOLDER.resolve("fonts.txt");
  private static final Path RECEIVED =
      Path.of(System.getProperty("project.root"), "node", "target", "pages");

  /** So many places may differ where an edge falls between two points. */
  private static final int BLURRED = 3;

  private final boolean approving = Boolean.getBoolean("approve.pictures");
  private final Set<String> seen = new TreeSet<>();
  private final Map<String, String> wrong = new LinkedHashMap<>();
  private final boolean comparable;
  private final String why;

  /** For what this browser draws. */
  ApprovedPictures(Chromium browser) throws IOException {
    String here = fonts(browser);
    if (approving) {
      Files.createDirectories(FOLDER);
      Files.writeString(FONTS, here + "\n");
    }
    String approved = Files.exists(FONTS) ? Files.readString(FONTS).strip() : "nothing";
    comparable = approved.equals(here);
    why =
        "pictures of pages are not compared: they were approved with fonts that draw "
            + approved
            + ", and those of this machine draw "
            + here;
  }

  /** What a few words look like here. */
  private static String fonts(Chromium browser) {
    browser.width(640, 200);
    browser.load(URI.create("about:blank"));
    browser.evaluate("document.body.innerHTML = " + Chromium.quoted(SAMPLE));
    return ContentHash.of(browser.screenshot()).hex().substring(0, 16);
  }

  /** Whether this machine draws as the one did that they were approved on. */
  boolean comparable() {
    return comparable;
  }

  /** In words, for who runs the test, when it does not. */
  String why() {
    return why;
  }

  /** Takes a screenshot in: compares it, or approves it. */
  void take(String name, byte[] png) throws IOException {
    seen.add(name);
    if (!comparable) {
      return;
    }
    PagePicture now = PagePicture.of(png);
    Path approved = FOLDER.resolve(name + ENDING);
    String difference = difference(now, approved, name);
    if (!difference.isEmpty() && approving) {
      now.write(approved);
    } else if (!difference.isEmpty()) {
      Path received = RECEIVED.resolve(name + ".received" + ENDING);
      now.write(received);
      wrong.put(name, difference + "; it looks like " + received);
    }
  }

  private static String difference(PagePicture now, Path approved, String name) throws IOException {
    if (!Files.exists(approved)) {
      return "nobody has approved it";
    }
    PagePicture before = PagePicture.read(approved);
    if (!now.isAsLargeAs(before)) {
      return "its size was %d by %d, and is %d by %d"
          .formatted(
              before.image().getWidth(),
              before.image().getHeight(),
              now.image().getWidth(),
              now.image().getHeight());
    }
    int differing = now.differing(before);
    if (differing <= BLURRED) {
      return "";
    }
    Files.createDirectories(RECEIVED);
    Path marked = RECEIVED.resolve(name + ".differences" + ENDING);
    ImageIO.write(now.marked(before), "png", marked.toFile());
    return differing + " places differ, red in " + marked;
  }

  /** What does not look as approved, by page and width; and what there is no page of any more. */
  Map<String, String> wrong() throws IOException {
    for (String name : kept()) {
      if (!seen.contains(name)) {
        if (approving) {
          Files.delete(FOLDER.resolve(name + ENDING));
        } else {
          wrong.put(name, "there is no such page any more");
        }
      }
    }
    return wrong;
  }

  private static List<String> kept() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .forEach(name -> names.add(name.substring(0, name.length() - ENDING.length())));
    }
    return names;
  }
}
