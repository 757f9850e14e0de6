package gpcm.node.submitting;

import gpcm.consultation.DeclaredAttachment;
import gpcm.node.submitting.SubmissionFolder.Seen;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what has arrived whole: nobody has written to it, nor to a file that it names, between
 * two looks. Belongs to one lane.
 */
final class Arrival {
  /** How long a file may be missing that another one names, or that other one be no JSON. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration STAYS = Duration.ofHours(1);

  private final SubmissionFolder folder;
  private final int mostJson;
  private Map<String, Seen> before = Map.of();
  private Map<String, Instant> since = Map.of();

  Arrival(SubmissionFolder folder, int mostJson) {
    this.folder = folder;
    this.mostJson = mostJson;
  }

  /**
   * The names of up to {@code limit} files that are whole, the oldest first.
   *
   * @param there what lies there, the oldest first
   * @param waiting the encounters whose turn it is not; those of what is not whole are added
   */
  List<String> whole(List<Seen> there, Set<String> waiting, Instant now, int limit)
      throws IOException {
    Map<String, Seen> found = new HashMap<>();
    Map<String, Instant> first = new HashMap<>();
    for (Seen each : there) {
      found.put(each.name(), each);
      first.put(each.name(), since.getOrDefault(each.name(), now));
    }
    since = first;
    List<String> whole = new ArrayList<>();
    for (Seen each : there) {
      if (whole.size() < limit && each.tells() && isTurnOf(each, found, waiting, now)) {
        whole.add(each.name());
      }
    }
    before = found;
    return whole;
  }

  private boolean isTurnOf(Seen each, Map<String, Seen> found, Set<String> waiting, Instant now)
      throws IOException {
    byte[] json;
    try {
      json = folder.peek(each.name(), mostJson);
    } catch (NoSuchFileException e) {
      return false;
    }
    boolean patient = now.isBefore(since.get(each.name()).plus(PATIENCE));
    Told told;
    try {
      told = Told.read(json);
    } catch (RefusedSubmission e) {
      // Half of it may still be on its way.
      return !grows(each) && (!e.malformed() || !patient || json.length > mostJson);
    }
    if (waiting.contains(told.encounter())) {
      return false;
    }
    boolean whole =
        !grows(each)
            && named(told).stream().allMatch(name -> isWhole(name, found, patient))
            && Optional.ofNullable(found.get(TakingIn.report(each.name())))
                .filter(this::grows)
                .isEmpty();
    if (!whole) {
      waiting.add(told.encounter());
    }
    return whole;
  }

  private boolean grows(Seen file) {
    return !file.equals(before.get(file.name()));
  }

  private boolean isWhole(String name, Map<String, Seen> found, boolean patient) {
    Seen file = found.get(name);
    return file == null ? !patient : !grows(file);
  }

  private static Set<String> named(Told told) {
    Set<String> names = new HashSet<>();
    if (told instanceof Told.Recorded recorded) {
      recorded.consultation().document().attachments().stream()
          .map(DeclaredAttachment::file)
          .forEach(names::add);
    }
    return names;
  }

  /** How many files have been there for so long that nobody takes them any more. */
  int stays(Instant now) {
    return (int) since.values().stream().filter(at -> at.plus(STAYS).isBefore(now)).count();
  }
}
