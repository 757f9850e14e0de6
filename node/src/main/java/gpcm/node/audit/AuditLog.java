package gpcm.node.audit;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Patient;
import gpcm.audit.entry.PersonalPart;
import gpcm.audit.entry.Place;
import gpcm.audit.entry.SearchCopies;
import gpcm.audit.entry.WrittenEntry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;

/**
 * Writes entries of the audit log: by one statement, in the caller's transaction, so that what is
 * done and what is said about it are committed together or not at all. Whoever only shows something
 * writes and commits before it is shown. Thread-safe.
 */
public final class AuditLog {
  /** All rows of all entries, by one statement. */
  static final String WRITE =
      """
      with personal as (
        insert into audit_personal (entry_id, salt, body)
        select * from unnest(:partIds, :salts, :bodies)
      ), patients as (
        insert into audit_patient (patient_key, entry_id)
        select * from unnest(:patientKeys, :patientEntries) on conflict do nothing
      )
      insert into audit_entry (entry_id, entry, org, at, action, actor, case_id)
      select * from unnest(:ids, :entries, :orgs, :times, :actions, :actors, :cases)
      """;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Place place;
  private final PatientKey patientKey;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param node the name of this node
   * @param software its version
   */
  public AuditLog(Jdbi jdbi, InstantSource clock, String node, String software) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.place = Place.of(node, software);
    this.patientKey = new PatientKey(jdbi.withHandle(AuditLog::secret));
  }

  private static byte[] secret(Handle handle) {
    return handle
        .createQuery("select secret from audit_secret where name = 'patient-key'")
        .mapTo(byte[].class)
        .one();
  }

  /**
   * Makes room for the entries of this month and the next ones, before the first of them is
   * written: what comes earlier stays where all lie that have no month.
   */
  public void prepareMonths() {
    new AuditMonths(jdbi).prepare(clock.instant());
  }

  /** This node as a place; for a request, give it {@link Place#request}. */
  public Place place() {
    return place;
  }

  /**
   * Begins an entry of now, at this node. It is nowhere before it is written.
   *
   * @param organisation the ODS code of the organisation that it is done for
   */
  public AuditEntry entry(String organisation, Action action, Actor actor) {
    return AuditEntry.of(clock.instant(), random, organisation, action, actor, place);
  }

  /** Whether a document, sent or received, is one of an organisation's. */
  public boolean isOf(String organisation, UUID caseId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select exists (select from document where id = :id and organisation = :organisation)
                      or exists (select from worklist_entry where id = :id and organisation = :organisation)
                    """)
                .bind("id", caseId)
                .bind("organisation", organisation)
                .mapTo(Boolean.class)
                .one());
  }

  /** How long the oldest entry of the last day has waited to be sealed; empty when none waits. */
  public Optional<Duration> unsealed() {
    OptionalLong seconds =
        jdbi.withHandle(handle -> LogRows.secondsUnsealed(handle, clock.instant()));
    return seconds.isPresent()
        ? Optional.of(Duration.ofSeconds(Math.max(0, seconds.getAsLong())))
        : Optional.empty();
  }

  /** Writes entries in a transaction of their own. */
  public void write(List<AuditEntry> entries) {
    jdbi.useHandle(handle -> write(handle, entries));
  }

  /**
   * Does something and writes what is said about it, in one transaction of this thread, which all
   * join that use the same {@link Jdbi}.
   *
   * @param entries hears what came of it
   */
  public <T> T doing(Supplier<T> thing, Function<T, List<AuditEntry>> entries) {
    return jdbi.inTransaction(
        handle -> {
          T result = thing.get();
          write(handle, entries.apply(result));
          return result;
        });
  }

  /**
   * Does things in one transaction of this thread, which all join that use the same {@link Jdbi}:
   * what is {@linkplain #doing done and told} meanwhile too.
   */
  public <T> T together(Supplier<T> things) {
    return jdbi.inTransaction(handle -> things.get());
  }

  /**
   * Writes entries in the caller's transaction, by one statement; none for no entries.
   *
   * @throws gpcm.audit.entry.EntryException when one of them is too large; nothing is written then
   */
  public void write(Handle handle, List<AuditEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    List<WrittenEntry> written = entries.stream().map(entry -> entry.written(random)).toList();
    Parts parts = new Parts();
    for (int i = 0; i < entries.size(); i++) {
      parts.add(entries.get(i), written.get(i));
    }
    handle
        .createUpdate(WRITE)
        .bind("partIds", Columns.of("uuid", parts.ids))
        .bind("salts", Columns.of("bytea", parts.salts))
        .bind("bodies", Columns.of("bytea", parts.bodies))
        .bind("patientKeys", Columns.of("bytea", parts.patientKeys))
        .bind("patientEntries", Columns.of("uuid", parts.patientEntries))
        .bind("ids", Columns.of("uuid", written.stream().map(WrittenEntry::id).toList()))
        .bind("entries", Columns.of("bytea", written.stream().map(WrittenEntry::bytes).toList()))
        .bind("orgs", texts(copies(written, SearchCopies::organisation)))
        .bind(
            "times",
            // As text with its zone: the driver writes a Timestamp in an array without.
            Columns.of(
                "timestamptz", entries.stream().map(entry -> entry.at().toString()).toList()))
        .bind("actions", texts(copies(written, SearchCopies::action)))
        .bind("actors", texts(copies(written, SearchCopies::actor)))
        .bind("cases", Columns.of("uuid", cases(entries)))
        .execute();
  }

  private static Stream<String> copies(
      List<WrittenEntry> written, Function<SearchCopies, String> column) {
    return written.stream().map(WrittenEntry::copies).map(column);
  }

  private static Argument texts(Stream<String> values) {
    return Columns.of("text", values.toList());
  }

  private static List<UUID> cases(List<AuditEntry> entries) {
    List<UUID> cases = new ArrayList<>();
    entries.forEach(entry -> cases.add(entry.data().caseId().orElse(null)));
    return cases;
  }

  byte[] patientKey(String organisation, String number) {
    return patientKey.of(organisation, number);
  }

  /** What stands in other tables than the entry itself. */
  private final class Parts {
    private final List<UUID> ids = new ArrayList<>();
    private final List<byte[]> salts = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<byte[]> patientKeys = new ArrayList<>();
    private final List<UUID> patientEntries = new ArrayList<>();

    private void add(AuditEntry entry, WrittenEntry written) {
      Optional<PersonalPart> personal = written.personal();
      personal.ifPresent(
          part -> {
            ids.add(entry.id());
            salts.add(part.salt());
            bodies.add(part.body());
          });
      entry.patients().stream()
          .flatMap(AuditLog.Parts::numbers)
          .distinct()
          .forEach(
              number -> {
                patientKeys.add(patientKey.of(entry.organisation(), number));
                patientEntries.add(entry.id());
              });
    }

    private static Stream<String> numbers(Patient patient) {
      return Stream.of(patient.nhsNumber(), patient.superseded(), patient.localId())
          .flatMap(Optional::stream);
    }
  }
}
