package gpcm.audit.entry;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One thing that someone did, or was refused. Texts that come from outside are shortened when they
 * are written, so that a request cannot keep itself out of the log by what it says.
 *
 * @param id of version 7, with the time of the entry
 * @param at when, in milliseconds
 * @param organisation the ODS code of the organisation that it was done for
 * @param action what
 * @param actor who
 * @param second the second person, where two are needed
 * @param patients which patients
 * @param data which data
 * @param outcome how it ended
 * @param change what became of a state or setting
 * @param purpose why, as a code of v3-ActReason
 * @param reason the reason that was given in words
 * @param query what a list or search was asked for
 * @param place from where
 */
public record AuditEntry(
    UUID id,
    Instant at,
    String organisation,
    Action action,
    Actor actor,
    Optional<Actor> second,
    List<Patient> patients,
    Data data,
    Outcome outcome,
    Change change,
    String purpose,
    Optional<String> reason,
    Optional<String> query,
    Place place) {
  /** Direct care, in v3-ActReason. */
  public static final String TREATMENT = "TREAT";

  /**
   * @throws EntryException when the id is not of the entry's time
   */
  public AuditEntry {
    at = at.truncatedTo(ChronoUnit.MILLIS);
    patients = List.copyOf(patients);
    if (!TimeOrderedId.time(id).equals(at)) {
      throw new EntryException("the id %s is not of the time %s".formatted(id, at));
    }
  }

  /** Something that was done, for direct care, about no patient and no data so far. */
  public static AuditEntry of(
      Instant at,
      SecureRandom random,
      String organisation,
      Action action,
      Actor actor,
      Place place) {
    return new AuditEntry(
        TimeOrderedId.at(at, random),
        at,
        organisation,
        action,
        actor,
        Optional.empty(),
        List.of(),
        Data.NONE,
        Outcome.DONE,
        Change.NONE,
        TREATMENT,
        Optional.empty(),
        Optional.empty(),
        place);
  }

  /** The same about a patient. */
  public AuditEntry about(Patient patient) {
    return about(List.of(patient));
  }

  /** The same about these patients. */
  public AuditEntry about(List<Patient> all) {
    return but(changed -> changed.patients = all);
  }

  /** The same with data. */
  public AuditEntry with(Data what) {
    return but(changed -> changed.data = what);
  }

  /** The same with another end. */
  public AuditEntry ended(Outcome how) {
    return but(changed -> changed.outcome = how);
  }

  /** The same with what became of a state. */
  public AuditEntry changing(String before, String after) {
    return but(changed -> changed.change = Change.of(before, after));
  }

  /** The same with the reason that was given. */
  public AuditEntry because(String given) {
    return but(changed -> changed.reason = Optional.of(given));
  }

  /**
   * The same for the organisation's or node's own affairs and not for the care of a patient: {@code
   * HOPERAT} of v3-ActReason.
   */
  public AuditEntry forOperations() {
    return purpose("HOPERAT");
  }

  /** The same for another purpose of use than direct care. */
  public AuditEntry purpose(String code) {
    return but(changed -> changed.purpose = code);
  }

  /** The same with what a list or search was asked for. */
  public AuditEntry asked(String words) {
    return but(changed -> changed.query = Optional.of(words));
  }

  /** The same with the second person. */
  public AuditEntry secondedBy(Actor other) {
    return but(changed -> changed.second = Optional.of(other));
  }

  /** The same from another place: a request to a node. */
  public AuditEntry from(Place where) {
    return but(changed -> changed.place = where);
  }

  private AuditEntry but(Consumer<Changed> change) {
    Changed changed = new Changed(this);
    change.accept(changed);
    return changed.made();
  }

  /** What can be another in a copy; every component is handed on in one place. */
  private static final class Changed {
    private final AuditEntry from;
    private Optional<Actor> second;
    private List<Patient> patients;
    private Data data;
    private Outcome outcome;
    private Change change;
    private String purpose;
    private Optional<String> reason;
    private Optional<String> query;
    private Place place;

    Changed(AuditEntry from) {
      this.from = from;
      this.second = from.second;
      this.patients = from.patients;
      this.data = from.data;
      this.outcome = from.outcome;
      this.change = from.change;
      this.purpose = from.purpose;
      this.reason = from.reason;
      this.query = from.query;
      this.place = from.place;
    }

    AuditEntry made() {
      return new AuditEntry(
          from.id,
          from.at,
          from.organisation,
          from.action,
          from.actor,
          second,
          patients,
          data,
          outcome,
          change,
          purpose,
          reason,
          query,
          place);
    }
  }

  /**
   * As it is stored.
   *
   * @param random gives the salt of the personal part
   * @throws EntryException when it is too large, such as with thousands of cases
   */
  public WrittenEntry written(SecureRandom random) {
    return EntryForm.write(this, random);
  }

  /**
   * Reads an entry that was stored.
   *
   * @param bytes what was sealed
   * @param personal what belongs to it and has not been erased
   * @throws EntryException when they are no entry of this version, or do not belong together
   */
  public static AuditEntry read(byte[] bytes, Optional<PersonalPart> personal) {
    return EntryForm.read(bytes, personal);
  }
}
