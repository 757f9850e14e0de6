package gpcm.audit.entry;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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
    return new AuditEntry(
        id,
        at,
        organisation,
        action,
        actor,
        second,
        all,
        data,
        outcome,
        change,
        purpose,
        reason,
        query,
        place);
  }

  /** The same with data. */
  public AuditEntry with(Data what) {
    return new AuditEntry(
        id,
        at,
        organisation,
        action,
        actor,
        second,
        patients,
        what,
        outcome,
        change,
        purpose,
        reason,
        query,
        place);
  }

  /** The same with another end. */
  public AuditEntry ended(Outcome how) {
    return new AuditEntry(
        id,
        at,
        organisation,
        action,
        actor,
        second,
        patients,
        data,
        how,
        change,
        purpose,
        reason,
        query,
        place);
  }

  /** The same with what became of a state. */
  public AuditEntry changing(String before, String after) {
    return new AuditEntry(
        id,
        at,
        organisation,
        action,
        actor,
        second,
        patients,
        data,
        outcome,
        Change.of(before, after),
        purpose,
        reason,
        query,
        place);
  }

  /** The same with the reason that was given. */
  public AuditEntry because(String given) {
    return new AuditEntry(
        id,
        at,
        organisation,
        action,
        actor,
        second,
        patients,
        data,
        outcome,
        change,
        purpose,
        Optional.of(given),
        query,
        place);
  }

  /** The same for another purpose of use than direct care. */
  public AuditEntry purpose(String code) {
    return new AuditEntry(
        id,
        at,
        organisation,
        action,
        actor,
        second,
        patients,
        data,
        outcome,
        change,
        code,
        reason,
        query,
        place);
  }

  /** The same with what a list or search was asked for. */
  public AuditEntry asked(String words) {
    return new AuditEntry(
        id,
        at,
        organisation,
        action,
        actor,
        second,
        patients,
        data,
        outcome,
        change,
        purpose,
        reason,
        Optional.of(words),
        place);
  }

  /** The same with the second person. */
  public AuditEntry secondedBy(Actor other) {
    return new AuditEntry(
        id,
        at,
        organisation,
        action,
        actor,
        Optional.of(other),
        patients,
        data,
        outcome,
        change,
        purpose,
        reason,
        query,
        place);
  }

  /** The same from another place: a request to a node. */
  public AuditEntry from(Place where) {
    return new AuditEntry(
        id,
        at,
        organisation,
        action,
        actor,
        second,
        patients,
        data,
        outcome,
        change,
        purpose,
        reason,
        query,
        where);
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
