package gpcm.node.retention;

import static gpcm.node.retention.KeptCases.HUB;
import static gpcm.node.retention.KeptCases.NOW;
import static gpcm.node.retention.KeptCases.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.node.content.ContentHash;
import gpcm.node.content.RemovedContentException;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept how long, and what goes then. */
@ExtendWith(DatabaseExtension.class)
class RetentionTest {
  private static final LocalDate ADULT = LocalDate.of(1957, 1, 9);
  private static final String NO_CONTENT = "0".repeat(64);
  private static final String SENT = "select id from document";
  private static final String RECEIVED = "select id from received_message";

  @TempDir Path folder;
  private Database database;
  private KeptCases cases;

  @BeforeEach
  void open(DatabaseSettings settings) {
    database = Database.open(settings, folder);
    cases = new KeptCases(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Instant yearsAgo(int years, int days) {
    return NOW.atOffset(ZoneOffset.UTC).minusYears(years).minusDays(days).toInstant();
  }

  private UUID sent(int years, int days) {
    return cases.sent("completed", yearsAgo(years, days), ADULT, NO_CONTENT);
  }

  private UUID received(int years, int days) {
    return cases.received(yearsAgo(years, days), Optional.of(ADULT), NO_CONTENT);
  }

  @Test
  void whatWasSentGoesEightYearsAfterItWasLastUsedAndNotADayBefore() {
    UUID young = sent(8, -1);
    UUID old = sent(8, 1);

    cases.run();

    assertThat(cases.ids(SENT)).containsExactly(young);
    assertThat(cases.one("select count(*) from event where document = '%s'".formatted(old)))
        .isEqualTo("0");
    assertThat(cases.one("select count(*) from event where document = '%s'".formatted(young)))
        .isEqualTo("1");
  }

  @Test
  void whatWasReceivedGoesEightYearsAfterItWasDone() {
    UUID young = received(8, -1);
    UUID old = received(8, 1);

    cases.run();

    assertThat(cases.ids(RECEIVED)).containsExactly(young);
    assertThat(cases.ids("select id from worklist_entry")).containsExactly(entry(young));
    assertThat(cases.ids("select id from deleted_case")).containsExactly(old);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 17, 18})
  void aChildIsKeptToTheTwentyFifthBirthdayAndWhoWas17ToTheTwentySixth(int age) {
    for (int years = 8; years <= 19; years++) {
      Instant seen = yearsAgo(years, 30);
      LocalDate born = seen.atOffset(ZoneOffset.UTC).toLocalDate().minusYears(age);
      UUID sent = cases.sent("completed", seen, born, NO_CONTENT);
      UUID received = cases.received(seen, Optional.of(born), NO_CONTENT);
      boolean over = age >= 18 || age + years >= (age == 17 ? 26 : 25);

      cases.run();

      assertThat(cases.ids(SENT).contains(sent)).as("%d years", years).isEqualTo(!over);
      assertThat(cases.ids(RECEIVED).contains(received)).as("%d years", years).isEqualTo(!over);
    }
  }

  @Test
  void whoseBirthdayIsNotKnownMayHaveBeenAChild() {
    UUID kept = cases.received(yearsAgo(25, 0), Optional.empty(), NO_CONTENT);
    UUID over = cases.received(yearsAgo(26, 1), Optional.empty(), NO_CONTENT);

    cases.run();

    assertThat(cases.ids(RECEIVED)).contains(kept).doesNotContain(over);
  }

  private void restricted() {
    cases.execute(
        "insert into restricted_record (organisation, nhs_number, since)"
            + " values ('A99901', '9990000018', now()), ('A99902', '9990000018', now())");
  }

  @Test
  void thatARecordIsRestrictedGoesWithTheLastDocumentOfThePatient() {
    restricted();
    received(8, 1);
    received(8, 2);

    cases.run();

    assertThat(cases.one("select string_agg(organisation, ',') from restricted_record"))
        .isEqualTo("A99902");
  }

  @Test
  void thatARecordIsRestrictedStaysWithWhatIsLeftHoweverItsNumberIsWritten() {
    restricted();
    received(8, 1);
    UUID young = received(8, -1);
    cases.execute(
        "update worklist_entry set patient_nhs_number = '999 000 0018' where received = '"
            + young
            + "'");

    cases.run();

    assertThat(cases.one("select count(*) from restricted_record")).isEqualTo("2");
  }

  @Test
  void thatARecordIsRestrictedStaysWhereADocumentOfThePatientIsFiledMeanwhile() throws Exception {
    restricted();
    received(8, 1);
    UUID filed = received(8, -1);
    String of = "update worklist_entry set patient_nhs_number = '%s' where received = '" + filed;
    cases.execute((of + "'").formatted("9990000026"));
    try (ExecutorService aside = Executors.newSingleThreadExecutor();
        Handle filing = database.jdbi().open()) {
      filing.begin();
      filing.execute((of + "'").formatted("9990000018"));
      filing.execute(
          "insert into restricted_record values ('A99901', '9990000018', now()) on conflict"
              + " (organisation, nhs_number) do update set matched = '{}'");
      Future<?> deleting = aside.submit(cases::run);
      await()
          .atMost(Duration.ofMinutes(4))
          .until(
              () ->
                  cases
                      .one(
                          "select exists (select from pg_locks l where not l.granted and"
                              + " l.locktype = 'transactionid' and l.transactionid::text ="
                              + " '"
                              + filing
                                  .createQuery("select pg_current_xact_id()::xid::text")
                                  .mapTo(String.class)
                                  .one()
                              + "')")
                      .startsWith("t"));
      filing.commit();
      deleting.get();
    }

    assertThat(cases.ids(RECEIVED)).containsExactly(filed);
    assertThat(cases.one("select count(*) from restricted_record")).isEqualTo("2");
  }

  @Test
  void anOrganisationMayKeepItLonger() {
    cases.execute("insert into retention_setting values ('A99901', 20, 10, 6)");
    UUID sent = sent(19, 0);
    UUID received = received(9, 0);
    received(10, 1);
    sent(20, 1);

    cases.run();

    assertThat(cases.ids(SENT)).containsExactly(sent);
    assertThat(cases.ids(RECEIVED)).containsExactly(received);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unconfirmed",
        "waiting",
        "held",
        "accepted",
        "built",
        "sent",
        "infrastructure-acknowledged",
        "overdue"
      })
  void whatIsNotAtItsEndStays(String state) {
    UUID open = cases.sent(state, yearsAgo(30, 0), ADULT, NO_CONTENT);

    cases.run();

    assertThat(cases.ids(SENT)).containsExactly(open);
  }

  @Test
  void whatHasAnOpenAlertStaysUntilItIsClosed() {
    UUID sent = sent(9, 0);
    UUID received = received(9, 0);
    cases.alert("document", sent);
    cases.alert("received", received);

    cases.run();
    assertThat(cases.ids(SENT)).containsExactly(sent);
    assertThat(cases.ids(RECEIVED)).containsExactly(received);

    cases.execute("update alert set resolved_at = now()");
    cases.run();
    assertThat(cases.ids(SENT)).isEmpty();
    assertThat(cases.ids(RECEIVED)).isEmpty();
    assertThat(cases.one("select count(*) from alert")).isEqualTo("0");
  }

  @Test
  void whatHasAnOpenFollowUpStaysUntilItIsClosed() {
    UUID sent = sent(9, 0);
    cases.execute(
        "insert into sending_follow_up (id, organisation, document, encounter_id, opened_at, opened_by) values (gen_random_uuid(), 'A99901', '%s', 'x', now(), 'x')"
            .formatted(sent));

    cases.run();
    assertThat(cases.ids(SENT)).containsExactly(sent);

    cases.execute("update sending_follow_up set closed_at = now(), outcome = 'not-needed'");
    cases.run();
    assertThat(cases.ids(SENT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into work_task (id, entry, what, opened_at, opened_by) values (gen_random_uuid(),"
            + " '%s', 'x', now(), 'x')",
        "insert into work_review (id, entry, instruction, asked_at, asked_by) values"
            + " (gen_random_uuid(), '%s', 'x', now(), 'x')",
        "update worklist_entry set work = 'waiting' where id = '%s'",
        "update received_message set state = 'stored' where id = (select received from"
            + " worklist_entry where id = '%s')",
        "insert into hand_over_item (id, position, organisation, kind, entry, state, offered_at,"
            + " due_at, try_at) values (gen_random_uuid(), 1, 'A99901', 'document', '%s',"
            + " 'offered', now(), now(), now())"
      })
  void whatSomebodyHasLeftToDoStays(String left) {
    UUID received = received(30, 0);
    cases.execute(left.formatted(entry(received)));

    cases.run();

    assertThat(cases.ids(RECEIVED)).containsExactly(received);
  }

  @Test
  void aHoldOnAPatientKeepsAllAboutThem() {
    UUID sent = sent(30, 0);
    UUID received = received(30, 0);
    cases.hold(Optional.of("9990000018"), Optional.empty());

    cases.run();
    assertThat(cases.ids(SENT)).containsExactly(sent);
    assertThat(cases.ids(RECEIVED)).containsExactly(received);

    cases.execute("update legal_hold set lifted_at = now(), lifted_by = 'x'");
    cases.run();
    assertThat(cases.ids(SENT)).isEmpty();
    assertThat(cases.ids(RECEIVED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"999 000 0018", "", "unknown"})
  void aHoldOnAPatientKeepsWhatMayBeAboutThemHoweverTheirNumberWasWritten(String written) {
    UUID received = received(30, 0);
    cases.execute("update worklist_entry set patient_nhs_number = '%s'".formatted(written));
    cases.hold(Optional.of("9990000018"), Optional.empty());

    cases.run();

    assertThat(cases.ids(RECEIVED)).containsExactly(received);
  }

  @Test
  void aHoldOnAPatientKeepsNothingAboutAnother() {
    sent(30, 0);
    received(30, 0);
    cases.execute("update worklist_entry set patient_nhs_number = '999 000 0026'");
    cases.execute("update document set patient_nhs_number = '9990000026'");
    cases.hold(Optional.of("9990000018"), Optional.empty());

    cases.run();

    assertThat(cases.ids(SENT)).isEmpty();
    assertThat(cases.ids(RECEIVED)).isEmpty();
  }

  @Test
  void aHoldOnAPatientKeepsWhatWentUnderTheirNumberOfPds() {
    UUID sent = sent(30, 0);
    sent(30, 0);
    cases.execute(
        """
        insert into document_look_up (document, request_id, organisation, source, asked_at, attempts, answered, asked_number, send_number,
          copy_fate, restricted, outcomes, differing, treatment)
        values ('%s', 'x', 'A99901', 'pds', now(), 1, true, '9990000018', '9990000034', 'NONE', false, 'x', '', 'x')
        """
            .formatted(sent));
    cases.hold(Optional.of("9990000034"), Optional.empty());

    cases.run();

    assertThat(cases.ids(SENT)).containsExactly(sent);
  }

  @Test
  void aHoldOnACaseKeepsIt() {
    UUID sent = sent(30, 0);
    UUID received = received(30, 0);
    sent(30, 0);
    received(30, 0);
    cases.hold(Optional.empty(), Optional.of(sent));
    cases.hold(Optional.empty(), Optional.of(entry(received)));

    cases.run();

    assertThat(cases.ids(SENT)).containsExactly(sent);
    assertThat(cases.ids(RECEIVED)).containsExactly(received);
  }

  @Test
  void aHoldOnEverythingKeepsAllOfTheOrganisation() {
    sent(30, 0);
    received(30, 0);
    cases.hold(Optional.empty(), Optional.empty());

    cases.run();

    assertThat(cases.ids(SENT)).hasSize(1);
    assertThat(cases.ids(RECEIVED)).hasSize(1);
  }

  @Test
  void anotherOrganisationsHoldKeepsNothingHere() {
    sent(30, 0);
    cases.hold(Optional.empty(), Optional.empty());
    cases.execute("update legal_hold set organisation = 'A99902'");

    cases.run();

    assertThat(cases.ids(SENT)).isEmpty();
  }

  @Test
  void whileDestructionIsStoppedNothingGoes() {
    sent(30, 0);
    received(30, 0);
    cases.execute(
        "insert into destruction_stopped (since, by, reason) values (now(), 'A. Fictional', 'An"
            + " inquiry')");

    cases.run();

    assertThat(cases.ids(SENT)).hasSize(1);
    assertThat(cases.ids(RECEIVED)).hasSize(1);
    assertThat(cases.report()).isEmpty();
  }

  @Test
  void eachLeavesAStubAndTheRunAReportAndAnEntryOfTheAuditLog() {
    UUID id = sent(9, 0);
    UUID received = received(9, 0);

    cases.run();

    assertThat(cases.report()).containsExactly("2040-06-15 1 1 0 0");
    assertThat(
            cases.one(
                "select concat_ws(' ', organisation, kind, state, sha256) from deleted_case where id = '%s'"
                    .formatted(id)))
        .isEqualTo(HUB + " sent completed " + NO_CONTENT);
    assertThat(cases.one("select entry from deleted_case where id = '%s'".formatted(received)))
        .isEqualTo(entry(received).toString());
    assertThat(cases.one("select count(*) from audit_entry where action = 'retention-run'"))
        .isEqualTo("2");
    assertThat(
            cases.one(
                "select count(*) from audit_entry where action = 'retention-run' and"
                    + " convert_from(entry, 'UTF8') like '%"
                    + id
                    + "%'"))
        .isEqualTo("1");
  }

  /** What was sent again has gone in two messages, and both are kept and deleted with it. */
  @Test
  void theMessagesBeforeTheLastOneGoWithTheirDocumentAndNotBefore() {
    String first = cases.content("the first message");
    String shared = cases.content("the first message of two");
    UUID old = sent(9, 0);
    UUID alsoOld = sent(9, 0);
    UUID young = sent(1, 0);
    earlier(old, first);
    earlier(alsoOld, shared);
    earlier(young, shared);

    cases.run();

    assertThat(cases.isThere(first)).isFalse();
    assertThat(cases.isThere(shared)).isTrue();
    assertThat(cases.ids(SENT)).containsExactly(young);
  }

  private void earlier(UUID document, String sha256) {
    cases.execute(
        "update document set earlier_message_sha256 = array['%s'] where id = '%s'"
            .formatted(sha256, document));
  }

  @Test
  void contentGoesWhenNoCaseNamesItAnyMore() {
    String shared = cases.content("shared");
    String own = cases.content("own");
    cases.sent("completed", yearsAgo(9, 0), ADULT, shared);
    cases.sent("completed", yearsAgo(9, 0), ADULT, own);
    UUID young = cases.sent("completed", yearsAgo(1, 0), ADULT, shared);

    cases.run();

    assertThat(cases.isThere(own)).isFalse();
    assertThat(cases.isThere(shared)).isTrue();
    assertThat(cases.ids(SENT)).containsExactly(young);
    assertThat(cases.one("select count(*) from content_unnamed")).isEqualTo("0");
    assertThatThrownBy(() -> cases.ledger.content().read(new ContentHash(own)))
        .isInstanceOf(RemovedContentException.class)
        .hasMessageContaining("removed on 15 June 2040");
  }

  @Test
  void theBytesOfWhatWasHandedOverGoSixMonthsLaterAndTheRestStays() {
    String early = cases.content("early");
    String late = cases.content("late");
    UUID gone = cases.received(yearsAgo(1, 0), Optional.of(ADULT), early);
    UUID kept = cases.received(yearsAgo(1, 0), Optional.of(ADULT), late);
    cases.handedOver(gone, NOW.atOffset(ZoneOffset.UTC).minusMonths(6).minusDays(1).toInstant());
    cases.handedOver(kept, NOW.atOffset(ZoneOffset.UTC).minusMonths(6).plusDays(1).toInstant());

    cases.run();

    assertThat(cases.isThere(early)).isFalse();
    assertThat(cases.isThere(late)).isTrue();
    assertThat(cases.ids(RECEIVED)).containsExactlyInAnyOrder(gone, kept);
    assertThat(cases.report()).containsExactly("2040-06-15 0 0 1 0");
  }

  @Test
  void theBytesOfWhatWasNotHandedOverStay() {
    String bytes = cases.content("bytes");
    cases.received(yearsAgo(7, 0), Optional.of(ADULT), bytes);

    cases.run();

    assertThat(cases.isThere(bytes)).isTrue();
  }

  @Test
  void aMonthOfTheTimelineGoesWholeWhenNoCaseOfItIsLeft() {
    Instant then = Instant.parse("2030-01-10T10:00:00Z");
    for (String month : List.of("2030_01", "2030_02")) {
      String first = month.replace('_', '-') + "-01";
      cases.execute(
          "create table event_%s partition of event for values from ('%s 00:00:00+00') to (timestamptz '%s 00:00:00+00' + interval '1 month')"
              .formatted(month, first, first));
    }
    cases.sent("completed", then, ADULT, NO_CONTENT);
    UUID kept = cases.sent("completed", Instant.parse("2030-02-10T10:00:00Z"), ADULT, NO_CONTENT);
    cases.hold(Optional.empty(), Optional.of(kept));
    cases.execute(
        "insert into event (at, organisation, kind, detail, actor) values ('%s', 'A99901', 'x', 'x', 'node')"
            .formatted(then));

    cases.run();

    assertThat(cases.one("select to_regclass('event_2030_01') is null")).isEqualTo("t");
    assertThat(cases.one("select to_regclass('event_2030_02') is null")).isEqualTo("f");
  }

  @Test
  void noMonthOfTheTimelineGoesWhileEverythingOfAnOrganisationIsHeld() {
    cases.execute(
        "create table event_2030_01 partition of event for values from ('2030-01-01 00:00:00+00')"
            + " to ('2030-02-01 00:00:00+00')");
    cases.hold(Optional.empty(), Optional.empty());

    cases.run();

    assertThat(cases.one("select to_regclass('event_2030_01') is null")).isEqualTo("f");
  }

  @Test
  void whoIsKilledHalfWayHasDoneWholeBatchesAndGoesOn() {
    for (int i = 0; i < 250; i++) {
      sent(9, i);
    }
    AtomicInteger calls = new AtomicInteger();
    KeptCases dying =
        new KeptCases(
            database,
            () -> {
              if (calls.incrementAndGet() == 12) {
                throw new IllegalStateException("killed");
              }
              return NOW;
            });
    assertThatThrownBy(dying::run).hasMessageContaining("killed");
    int left = cases.ids(SENT).size();
    assertThat(left).isPositive().isLessThan(250);
    assertThat(cases.report()).containsExactly("2040-06-15 %d 0 0 0".formatted(250 - left));

    cases.run();

    assertThat(cases.ids(SENT)).isEmpty();
    assertThat(cases.report()).containsExactly("2040-06-15 250 0 0 0");
    assertThat(cases.ids("select id from deleted_case")).hasSize(250);
  }

  @Test
  void oneThatCannotBeDeletedHoldsUpNoOtherAndIsCounted() {
    UUID named = sent(9, 0);
    sent(9, 1);
    cases.execute("create table not_known (document uuid references document (id))");
    cases.execute("insert into not_known values ('%s')".formatted(named));

    cases.run();

    assertThat(cases.ids(SENT)).containsExactly(named);
    assertThat(cases.report()).containsExactly("2040-06-15 1 0 0 1");
  }

  @Test
  void everyTableThatNamesACaseIsKnown() {
    Set<String> naming =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            select distinct conrelid::regclass::text from pg_constraint where contype = 'f'
                              and confrelid::regclass::text in ('document', 'received_message', 'worklist_entry', 'hand_over_item')
                            """)
                        .mapTo(String.class)
                        .set());
    Set<String> known =
        Stream.of(Kind.SENT, Kind.RECEIVED)
            .flatMap(kind -> kind.steps().stream())
            .flatMap(step -> Pattern.compile("^delete from (\\w+)").matcher(step).results())
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(known).containsAll(naming);
  }

  @Test
  void whatTheAuditLogSaysOfWhomIsErasedWhenNobodyHasDoneAnythingWithItForEightYears() {
    UUID id = sent(9, 0);
    UUID looked = sent(9, 0);
    audit(id, yearsAgo(9, 0));
    audit(looked, yearsAgo(7, 0));

    cases.run();

    assertThat(personal(id)).isEqualTo("0");
    assertThat(personal(looked)).isEqualTo("1");
    assertThat(cases.one("select count(*) from audit_entry where case_id = '%s'".formatted(id)))
        .isEqualTo("1");
    assertThat(cases.one("select count(*) from audit_entry where action = 'erased'"))
        .isEqualTo("1");
  }

  /** Something that the audit log was told of a case then. */
  private void audit(UUID id, Instant at) {
    UUID entry = UUID.randomUUID();
    cases.execute(
        "insert into audit_entry (entry_id, entry, org, at, action, actor, case_id) values ('%s', '{}', 'A99901', '%s', 'document-opened', 'x', '%s')"
            .formatted(entry, at, id));
    cases.execute(
        "insert into audit_personal (entry_id, salt, body) values ('%s', 'x', 'x')"
            .formatted(entry));
  }

  private String personal(UUID id) {
    return cases.one(
        "select count(*) from audit_personal join audit_entry using (entry_id) where case_id = '%s'"
            .formatted(id));
  }

  /** Against the rules as written down, over whatever chance makes. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverThereIsNothingYoungerHeldOrNeededGoesAndWhatIsDueGoes(long seed) {
    Random random = new Random(seed);
    Set<UUID> stay = new HashSet<>();
    Set<UUID> go = new HashSet<>();
    List<UUID> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int days = random.nextInt(40 * 365);
      Instant used = NOW.minusSeconds(days * 86_400L);
      LocalDate day = LocalDate.ofInstant(used, ZoneOffset.UTC);
      LocalDate born = day.minusDays(random.nextInt(80 * 365));
      String state = random.nextInt(4) == 0 ? "sent" : "completed";
      boolean isSent = random.nextBoolean();
      UUID id =
          isSent
              ? cases.sent(state, used, born, NO_CONTENT)
              : cases.received(used, Optional.of(born), NO_CONTENT);
      boolean alert = random.nextInt(8) == 0;
      boolean held = random.nextInt(8) == 0;
      if (alert) {
        cases.alert(isSent ? "document" : "received", id);
      }
      if (held) {
        cases.hold(Optional.empty(), Optional.of(id));
      }
      boolean needed = alert || held || (isSent && state.equals("sent"));
      (needed || !isOver(day, used, born) ? stay : go).add(id);
      all.add(id);
    }

    cases.run();

    assertThat(cases.ids(SENT + " union " + RECEIVED)).isEqualTo(stay);
    assertThat(cases.ids("select id from deleted_case")).isEqualTo(go);
    assertThat(all).hasSize(300);
  }

  private static boolean isOver(LocalDate day, Instant used, LocalDate born) {
    boolean eight = !used.atOffset(ZoneOffset.UTC).plusYears(8).toInstant().isAfter(NOW);
    LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
    int age = born.until(day).getYears();
    return eight && (age >= 18 || !born.plusYears(age == 17 ? 26 : 25).isAfter(today));
  }
}
