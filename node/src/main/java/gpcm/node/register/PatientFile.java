package gpcm.node.register;

import gpcm.consultation.NameSpelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A register in a file of JSON lines or, when its name ends in {@code .csv}, a table with a header.
 * It is read again whenever it has changed. A new state that cannot be read whole is not taken: the
 * last one that could is used on, and a person is told. Thread-safe.
 */
public final class PatientFile implements PatientRegister {
  private record Person(String birthDate, String foldedFamily) {}

  private record Contents(
      Map<String, RegisteredPatient> byNumber, Map<Person, List<RegisteredPatient>> byPerson) {}

  private final WatchedFile<Contents> file;

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException when a line is not what it should be, naming file and line
   * @throws java.io.UncheckedIOException when it cannot be read
   */
  public PatientFile(Path file, RegisterTrouble trouble) {
    this.file =
        new WatchedFile<>(
            file,
            "patients",
            path -> indexed(PatientLines.read(path)),
            contents -> contents.byNumber.isEmpty(),
            trouble);
  }

  private static Contents indexed(List<RegisteredPatient> patients) {
    Map<String, RegisteredPatient> byNumber = HashMap.newHashMap(patients.size());
    patients.forEach(each -> byNumber.put(each.nhsNumber(), each));
    Map<Person, List<RegisteredPatient>> byPerson = new HashMap<>();
    byNumber
        .values()
        .forEach(
            each ->
                byPerson
                    .computeIfAbsent(
                        new Person(each.birthDate(), NameSpelling.folded(each.family())),
                        unused -> new ArrayList<>())
                    .add(each));
    return new Contents(byNumber, byPerson);
  }

  // Whoever is looked up is looked up in the file as it is now: a registration counts at once.
  private Contents current() {
    return file.current();
  }

  @Override
  public void look() {
    file.look();
  }

  @Override
  public List<RegisteredPatient> withNumber(SoughtPatient sought) {
    RegisteredPatient found = current().byNumber.get(sought.nhsNumber());
    return found == null ? List.of() : List.of(found);
  }

  @Override
  public List<RegisteredPatient> candidates(SoughtPatient sought) {
    Contents now = current();
    Set<RegisteredPatient> all = new LinkedHashSet<>();
    RegisteredPatient found = now.byNumber.get(sought.nhsNumber());
    if (found != null) {
      all.add(found);
    }
    all.addAll(
        now.byPerson.getOrDefault(
            new Person(sought.birthDate(), NameSpelling.folded(sought.family())), List.of()));
    return List.copyOf(all);
  }
}
