package gpcm.node.working;

import java.util.ArrayList;
import java.util.List;

/**
 * What is open about a document, so that it cannot be finished.
 *
 * @param tasks how many tasks, without the one that a document for action is itself
 * @param reviews how many reviews that were asked for
 * @param coded how many coded entries that nobody has confirmed or rejected
 */
public record OpenItems(int tasks, int reviews, int coded) {
  /** Nothing. */
  public static final OpenItems NONE = new OpenItems(0, 0, 0);

  /** Whether there is something. */
  public boolean any() {
    return tasks + reviews + coded > 0;
  }

  /** Each kind in words, such as {@code 2 tasks}; empty when nothing is open. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    add(words, tasks, "task", "tasks");
    add(words, reviews, "review", "reviews");
    add(words, coded, "coded entry", "coded entries");
    return words;
  }

  private static void add(List<String> words, int count, String one, String many) {
    if (count > 0) {
      words.add(count + " " + (count == 1 ? one : many));
    }
  }
}
