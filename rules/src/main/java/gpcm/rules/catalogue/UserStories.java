package gpcm.rules.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The account of the user stories, criterion by criterion, and of the process maps, step by step.
 * Immutable.
 */
public final class UserStories {
  private static final String TABLE = "user-stories.txt";
  private static final String STORY = "= ";
  private static final int COLUMNS = 5;

  private final List<UserStory> list;

  private UserStories(List<UserStory> list) {
    this.list = List.copyOf(list);
  }

  /**
   * The account.
   *
   * @throws IllegalStateException when a line of the table is not in its form
   */
  public static UserStories all() {
    List<UserStory> stories = new ArrayList<>();
    String heading = "";
    List<UserStory.Criterion> criteria = new ArrayList<>();
    for (String line : lines()) {
      if (line.startsWith(STORY)) {
        if (!heading.isEmpty()) {
          stories.add(story(heading, criteria));
        }
        heading = line.substring(STORY.length());
        criteria = new ArrayList<>();
      } else {
        criteria.add(criterion(line));
      }
    }
    stories.add(story(heading, criteria));
    return new UserStories(stories);
  }

  /** In the order of the specification: stories first, then process maps. */
  public List<UserStory> list() {
    return list;
  }

  /** All criteria and steps, in the same order. */
  public List<UserStory.Criterion> criteria() {
    return list.stream().flatMap(story -> story.criteria().stream()).toList();
  }

  private static List<String> lines() {
    try (InputStream in = UserStories.class.getResourceAsStream(TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE + " from the program's own jar", e);
    }
  }

  private static UserStory story(String heading, List<UserStory.Criterion> criteria) {
    String[] cells = heading.split("\\|", 2);
    if (cells.length != 2) {
      throw new IllegalStateException(TABLE + ": a story without words: " + heading);
    }
    return new UserStory(cells[0].strip(), cells[1].strip(), criteria);
  }

  private static UserStory.Criterion criterion(String line) {
    String[] cells = line.split("\\|", COLUMNS);
    if (cells.length != COLUMNS) {
      throw new IllegalStateException(TABLE + ": a line without " + COLUMNS + " columns: " + line);
    }
    return new UserStory.Criterion(
        cells[0].strip(),
        cells[1].strip(),
        UserStory.Kind.of(cells[2].strip()),
        cells[3].strip(),
        cells[4].strip());
  }
}
