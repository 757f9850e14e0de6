package gpcm.node.register;

import gpcm.consultation.NameSpelling;
import gpcm.node.config.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  private final Path file;
  private final RegisterTrouble trouble;
  private FileStamp seen;
  private Contents contents;
  private boolean inTrouble;

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException when a line is not what it should be, naming file and line
   * @throws UncheckedIOException when it cannot be read
   */
  public PatientFile(Path file, RegisterTrouble trouble) {
    this.file = file;
    this.trouble = trouble;
    try {
      this.seen = FileStamp.of(file);
      this.contents = indexed(PatientLines.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the patients of " + file + " cannot be read", e);
    }
    trouble.over();
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
  private synchronized Contents current() {
    FileStamp now;
    try {
      now = FileStamp.of(file);
      if (now.equals(seen)) {
        return contents;
      }
      List<RegisteredPatient> patients = PatientLines.read(file);
      if (!FileStamp.of(file).equals(now)) {
        return contents;
      }
      seen = now;
      if (patients.isEmpty() && !contents.byNumber.isEmpty()) {
        tell(file + " is empty although it had patients before");
      } else {
        contents = indexed(patients);
        inTrouble = false;
        trouble.over();
      }
    } catch (IOException e) {
      // Whatever comes in its place is read, be it as old as what was there.
      seen = FileStamp.NONE;
      tell(file + " cannot be read: " + e.getClass().getSimpleName());
    } catch (IllegalArgumentException e) {
      tell(e.getMessage());
      seen = stampOrSeen();
    }
    return contents;
  }

  // Broken once is told once; the next change is looked at again.
  private FileStamp stampOrSeen() {
    try {
      return FileStamp.of(file);
    } catch (IOException e) {
      return FileStamp.NONE;
    }
  }

  private void tell(String reason) {
    if (!inTrouble) {
      trouble.told(reason);
    }
    inTrouble = true;
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
