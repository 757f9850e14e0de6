package gpcm.node.submitting;

import gpcm.node.ledger.Outages;
import gpcm.node.submitting.SubmissionFolder.Seen;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
  private final Map<String, String> unreadable = new HashMap<>();

  Arrival(SubmissionFolder folder, int mostJson) {
    this.folder = folder;
    this.mostJson = mostJson;
  }

  /**
   * What is whole.
   *
   * @param json the file that tells of a consultation
   * @param beside the files that belong to it, as far as they are there
   * @param encounter which it tells of, where that can be read
   */
  record Whole(Seen json, List<Seen> beside, Optional<String> encounter) {}

  /**
   * Up to {@code limit} that are whole, the oldest first.
   *
   * @param there what lies there, the oldest first
   * @param waiting the encounters whose turn it is not; those of what is not whole are added
   */
  List<Whole> whole(List<Seen> there, Set<String> waiting, Instant now, int limit)
      throws IOException {
    Map<String, Seen> found = new HashMap<>();
    Map<String, Instant> first = new HashMap<>();
    for (Seen each : there) {
      found.put(each.name(), each);
      first.put(each.name(), since.getOrDefault(each.name(), now));
    }
    since = first;
    unreadable.keySet().retainAll(first.keySet());
    List<Whole> whole = new ArrayList<>();
    for (Seen each : there) {
      if (whole.size() < limit && each.tells()) {
        whole(each, found, waiting, now).ifPresent(whole::add);
      }
    }
    before = found;
    return whole;
  }

  private Optional<Whole> whole(
      Seen each, Map<String, Seen> found, Set<String> waiting, Instant now) throws IOException {
    byte[] json;
    try {
      json = folder.peek(each.name(), mostJson);
      unreadable.remove(each.name());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      unreadable.put(each.name(), Outages.cause(e));
      return Optional.empty();
    }
    boolean patient = now.isBefore(since.get(each.name()).plus(PATIENCE));
    Set<String> names = Told.files(json);
    List<Seen> beside = new ArrayList<>();
    for (String name : names) {
      find(name, found).ifPresent(beside::add);
    }
    boolean missing = beside.size() < names.size();
    find(TakingIn.report(each.name()), found).ifPresent(beside::add);
    boolean grows = grows(each) || beside.stream().anyMatch(this::grows);
    Told told;
    try {
      told = Told.read(json);
    } catch (RefusedSubmission e) {
      // Half of it may still be on its way.
      return !grows && (!e.malformed() || !patient || json.length > mostJson)
          ? Optional.of(new Whole(each, beside, Optional.empty()))
          : Optional.empty();
    }
    if (waiting.contains(told.encounter())) {
      return Optional.empty();
    }
    if (grows || (missing && patient)) {
      waiting.add(told.encounter());
      return Optional.empty();
    }
    return Optional.of(new Whole(each, beside, Optional.of(told.encounter())));
  }

  private boolean grows(Seen file) {
    return !file.equals(before.get(file.name()));
  }

  // Not all that lies there is looked at together, but what is named always is.
  private Optional<Seen> find(String name, Map<String, Seen> found) throws IOException {
    if (!found.containsKey(name)) {
      folder.seen(name).ifPresent(seen -> found.put(name, seen));
    }
    return Optional.ofNullable(found.get(name));
  }

  /** What could not be read though it has been there for a while, and why. */
  Map<String, String> unreadable(Instant now) {
    Map<String, String> all = new TreeMap<>(unreadable);
    all.keySet().removeIf(name -> now.isBefore(since.get(name).plus(PATIENCE)));
    return all;
  }

  /** How many files have been there for so long that nobody takes them any more. */
  int stays(Instant now) {
    return (int) since.values().stream().filter(at -> at.plus(STAYS).isBefore(now)).count();
  }
}
