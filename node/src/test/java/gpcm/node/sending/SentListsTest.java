package gpcm.node.sending;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.DocumentState;
import gpcm.message.ResponseCode;
import gpcm.message.ResponseCode.Kind;
import gpcm.node.sending.SentFilter.Search;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Keyset;
import gpcm.node.store.Plan;
import gpcm.node.store.Slice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of an outbox with 200,000 documents, beside another organisation's. */
@ExtendWith(DatabaseExtension.class)
class SentListsTest {
  private static final String HUB = "A99901";

  /** So many are looked at in some ten milliseconds; the documents alone have more. */
  private static final int MOST_PAGES = 8000;

  private static final int EVERYTHING = 1001;

  private static Database database;
  private static SentLists lists;

  @BeforeAll
  static void manyDocuments(Database given) {
    database = given;
    lists = new SentLists(given.jdbi());
    given.jdbi().useHandle(SentListsTest::fill);
  }

  /** Most are completed; of each other state there are few. One practice gets little. */
  private static void fill(Handle handle) {
    handle.execute(
        """
        insert into document (id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number,
          patient_name, patient_listed, clinician, author, patient_birth_date, registered_practice, occurred_at, subject,
          consultation_sha256, submission_sha256, recipient, recipient_type, accepted_at, updated_at, posts,
          infrastructure_code, business_code, message_id, mesh_message_id)
        select md5('document-' || n)::uuid, case when n % 3 = 0 then 'A99903' else 'A99901' end,
          case when n % 2000 = 1 then 'generic' else 'consultation-summary' end,
          case n % 1000 when 1 then 'held' when 2 then 'waiting' when 4 then 'unconfirmed' when 5 then 'overdue' when 7 then 'rejected'
            when 8 then 'failed' when 10 then 'void' when 11 then 'sent' when 13 then 'withdrawn' else 'completed' end,
          'encounter-' || n, 1, n % 50 = 20, to_char(9990000000 + n % 5000, 'FM9999999999'),
          case when n % 10000 = 1 then 'Zo' || U&'\\00EB' else 'Alpha' end || ' Testpatient' || n % 7,
          'TESTPATIENT' || n % 7 || ', ' || case when n % 10000 = 1 then 'Zo' || U&'\\00EB' else 'Alpha' end || ' (Ms)',
          'Dr B. Sample', '99999' || n % 900, date '1957-01-01' + n % 9000, 'Testford Surgery (A99902)',
          timestamptz '2026-06-01T00:00:00Z' - n * interval '1 minute' - interval '1 hour', 'Report', '', '',
          case when n % 4001 = 0 then 'Sampleton Pharmacy (A99904)' else 'Testford Surgery (A99902)' end, 'FA',
          timestamptz '2026-06-01T00:00:00Z' - n * interval '1 minute', timestamptz '2026-06-01T00:00:00Z',
          case when n % 1500 = 8 then 2 else 1 end, '20013', case when n % 1000 = 7 then '30002' when n % 1000 = 14 then '30017' when n % 1000 = 16 then '30007'
            when n % 1000 = 17 then '30011' when n % 1000 = 19 then null else '30001' end,
          'message-' || n, 'mesh-' || n
        from generate_series(1, 300000) n
        """);
    handle.execute(
        """
        insert into alert (organisation, problem, document, title, what_happened, what_to_do, times, raised_at, last_at)
        select organisation, 'failed/' || id, id, '', '', '', 1, now(), now() from document where state = 'failed'
        """);
    handle.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject,
          local_id, status_code, status_description, linked_message_id, sha256, size, state, position, received_at)
        select gen_random_uuid(), organisation, 'report-' || mesh_message_id, 'REPORT', '', '', '', '', '', 'EPL-151', '',
          mesh_message_id, '', 0, 'matched', 0, now() from document where state = 'failed'
        """);
    handle.execute(
        "insert into person (id, issuer, subject, name, created_at) select gen_random_uuid(), 'x',"
            + " n, 'N. ' || n, now() from generate_series(1, 2000) n");
    handle.execute("analyze");
  }

  private static SentQuery query(SentView list, SentFilter filter, SentSort sort, Slice slice) {
    return new SentQuery(OutboxView.of(HUB), SentQuery.Finds.ALL, list, filter, sort, slice);
  }

  private static List<SentRow> all(SentView list, SentFilter filter, SentSort sort) {
    return lists.rows(query(list, filter, sort, Slice.newest(EVERYTHING)));
  }

  private static void isFlat(JsonNode plan) {
    assertThat(plan.path("Shared Hit Blocks").asInt() + plan.path("Shared Read Blocks").asInt())
        .as(plan.toPrettyString())
        .isPositive()
        .isLessThanOrEqualTo(MOST_PAGES);
  }

  /** Looks at so few pages that it costs the same however many documents there are. */
  private static void isFlat(SentQuery query) {
    isFlatAs(query);
    isFlatAs(query.ofActs());
  }

  private static void isFlatAs(SentQuery query) {
    database
        .jdbi()
        .useHandle(
            handle -> {
              SentConditions conditions = SentConditions.of(handle, query);
              isFlat(
                  Plan.of(
                          handle,
                          SentLists.sql(query, conditions),
                          select -> {
                            SentLists.bind(select, query, conditions);
                            return select;
                          })
                      .root());
              isFlat(
                  Plan.of(
                          handle,
                          SentLists.counting(conditions),
                          select -> {
                            conditions.bind(select);
                            return select.bind("counted", SentLists.COUNTED);
                          })
                      .root());
            });
  }

  @ParameterizedTest
  @EnumSource(SentView.class)
  void eachViewHasWhatItSaysIsCountedAndCostsTheSameInEachOrder(SentView view) {
    List<SentRow> rows = all(view, SentFilter.NONE, SentSort.NEWEST);
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(
            row -> {
              DocumentState state = row.document().state();
              assertThat(row.document().organisation()).isEqualTo(HUB);
              switch (view) {
                case NEEDS_ATTENTION ->
                    assertThat(state == DocumentState.HELD || row.alert().isPresent()).isTrue();
                case HELD -> assertThat(state).isEqualTo(DocumentState.HELD);
                case WAITING -> assertThat(state).isEqualTo(DocumentState.WAITING);
                case UNCONFIRMED -> assertThat(state).isEqualTo(DocumentState.UNCONFIRMED);
                case ON_THE_WAY -> assertThat(state).isEqualTo(DocumentState.SENT);
                case NO_ANSWER -> assertThat(state).isEqualTo(DocumentState.OVERDUE);
                case ACCEPTED -> {
                  assertThat(state).isEqualTo(DocumentState.COMPLETED);
                  assertThat(row.document().acknowledgements().business().orElse("none"))
                      .isIn("30001", "30011", "none");
                }
                case NOT_ACCEPTED -> {
                  if (state == DocumentState.COMPLETED) {
                    assertThat(row.document().acknowledgements().business().orElse("none"))
                        .isIn("30007", "30017");
                  } else {
                    assertThat(state)
                        .isIn(DocumentState.REJECTED, DocumentState.FAILED, DocumentState.VOID);
                  }
                }
                case ALL -> assertThat(state).isNotNull();
              }
            });
    assertThat(rows).extracting(row -> row.document().id()).doesNotHaveDuplicates();
    assertThat(lists.counts(OutboxView.of(HUB)))
        .containsEntry(view, Math.min(SentLists.COUNTED, rows.size()));
    for (SentSort sort : SentSort.values()) {
      isFlat(query(view, SentFilter.NONE, sort, Slice.newest(26)));
    }
  }

  /**
   * What has a positive code, or none, is in one of the two views; what has a negative one in the
   * other.
   */
  @ParameterizedTest
  @EnumSource(ResponseCode.class)
  void whatTheRecipientDidNotAcceptIsNotCountedAsAccepted(ResponseCode code) {
    Assumptions.assumeTrue(code.outcome() || (code.positive() && code.kind() == Kind.BUSINESS));
    database
        .jdbi()
        .useHandle(
            handle -> {
              String one =
                  "select count(*) from document d where d.organisation = 'A99901' and d.id ="
                      + " md5('document-2')::uuid and ";
              handle.begin();
              handle.execute(
                  "update document set state = 'completed', business_code = ? where id ="
                      + " md5('document-2')::uuid",
                  code.code());
              assertThat(count(handle, one + SentView.ACCEPTED.condition()))
                  .isEqualTo(code.positive() ? 1 : 0);
              assertThat(count(handle, one + SentView.NOT_ACCEPTED.condition()))
                  .isEqualTo(code.positive() ? 0 : 1);
              handle.rollback();
            });
  }

  private static int count(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(Integer.class).one();
  }

  @Test
  void theCountsOfAllViewsCostTheSame() {
    for (SentView view : SentView.values()) {
      database
          .jdbi()
          .useHandle(
              handle ->
                  isFlat(
                      Plan.of(
                              handle,
                              "select "
                                  + SentLists.counting(handle, OutboxView.of(HUB), view, true),
                              select ->
                                  select
                                      .bind("organisation", HUB)
                                      .bind("counted", SentLists.COUNTED))
                          .root()));
    }
  }

  /** As when nobody could be looked up for a day. */
  @Test
  void whereVeryManyAreHeldTheListOfWhatNeedsAttentionByTimeCostsTheSame() {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  """
                  insert into document (id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number,
                    patient_name, patient_birth_date, registered_practice, occurred_at, subject, consultation_sha256,
                    submission_sha256, recipient, recipient_type, accepted_at, updated_at, posts)
                  select md5('held-' || n)::uuid, 'A99909', 'consultation-summary', case when n % 3 = 0 then 'completed' else 'held' end,
                    'held-' || n, 1, false, '9990000018', 'Alpha Testpatient', date '1957-01-09', 'Testford Surgery (A99902)',
                    now(), 'Report', '', '', 'Testford Surgery (A99902)', 'FA', now() - n * interval '1 minute', now(), 0
                  from generate_series(1, 30000) n
                  """);
              handle.execute(
                  """
                  insert into alert (organisation, problem, document, title, what_happened, what_to_do, times, raised_at, last_at)
                  select organisation, 'rejected/' || id, id, '', '', '', 1, now(), now() from document
                  where organisation = 'A99909' and state = 'completed' and encounter_id like '%5'
                  """);
              handle.execute("analyze");
            });
    OutboxView whole = OutboxView.of("A99909");
    SentQuery needing =
        new SentQuery(
            whole,
            SentQuery.Finds.ALL,
            SentView.NEEDS_ATTENTION,
            SentFilter.NONE,
            SentSort.NEWEST,
            Slice.newest(EVERYTHING));
    List<SentRow> rows = lists.rows(needing);
    assertThat(rows)
        .hasSize(EVERYTHING)
        .extracting(row -> row.document().id())
        .doesNotHaveDuplicates();
    assertThat(rows)
        .allMatch(row -> row.document().state() == DocumentState.HELD || row.alert().isPresent())
        .anyMatch(row -> row.document().state() == DocumentState.HELD)
        .anyMatch(row -> row.document().state() == DocumentState.COMPLETED);
    assertThat(lists.count(needing, 50_000)).hasValue(21_000);
    assertThat(lists.counts(whole)).containsEntry(SentView.NEEDS_ATTENTION, SentLists.COUNTED);
    for (SentSort sort : List.of(SentSort.NEWEST, SentSort.OLDEST)) {
      isFlat(
          new SentQuery(
              whole,
              SentQuery.Finds.ALL,
              SentView.NEEDS_ATTENTION,
              SentFilter.NONE,
              sort,
              Slice.newest(26)));
    }
  }

  @ParameterizedTest
  @EnumSource(SentSort.class)
  void eachOrderIsKeptOverAllPartsForwardsAndBack(SentSort sort) {
    List<SentRow> rows = all(SentView.NOT_ACCEPTED, SentFilter.NONE, sort);
    assertThat(rows).isSortedAccordingTo(order(sort));
    List<SentRow> parts = new ArrayList<>();
    List<SentRow> part = rows.subList(0, 0);
    do {
      parts.addAll(part);
      Slice slice = parts.isEmpty() ? Slice.newest(97) : Slice.after(place(parts.getLast()), 97);
      part = lists.rows(query(SentView.NOT_ACCEPTED, SentFilter.NONE, sort, slice));
    } while (!part.isEmpty());
    assertThat(parts).isEqualTo(rows);
    assertThat(
            lists.rows(
                query(
                    SentView.NOT_ACCEPTED,
                    SentFilter.NONE,
                    sort,
                    Slice.before(place(rows.get(200)), 10))))
        .isEqualTo(rows.subList(190, 200));
  }

  private static Keyset place(SentRow row) {
    return new Keyset(row.document().acceptedAt(), row.document().id());
  }

  private static Comparator<SentRow> order(SentSort sort) {
    Comparator<SentRow> byTime = Comparator.comparing(row -> row.document().acceptedAt());
    return switch (sort) {
      case NEWEST -> byTime.reversed();
      case OLDEST -> byTime;
      case PATIENT ->
          Comparator.comparing(
              row -> row.document().confidential() ? "" : row.patientListed().split(",", 2)[0]);
      case CONSULTATION ->
          Comparator.<SentRow, java.time.Instant>comparing(
                  row -> row.document().encounter().occurredAt())
              .reversed();
      case RECIPIENT -> Comparator.comparing(row -> row.document().addressee().organisation());
    };
  }

  private static SentFilter with(String field, String value) {
    Optional<String> given = Optional.of(value);
    Optional<String> no = Optional.empty();
    return new SentFilter(
        Set.of(),
        field.equals("use-case") ? given : no,
        field.equals("recipient") ? given : no,
        field.equals("clinician") ? given : no,
        Optional.empty(),
        Optional.empty(),
        field.equals("code") ? given : no,
        field.equals("resent"),
        field.equals("alert"),
        field.equals("encounter") ? given : no,
        field.equals("id") ? given : no,
        Search.NOTHING);
  }

  private static void finds(SentFilter filter, int many, Predicate<SentRow> those) {
    List<SentRow> found = all(SentView.ALL, filter, SentSort.NEWEST);
    assertThat(found).hasSize(many).allMatch(those);
    assertThat(lists.count(query(SentView.ALL, filter, SentSort.NEWEST, Slice.newest(1)), 5000))
        .isEqualTo(many == EVERYTHING ? OptionalLong.empty() : OptionalLong.of(many));
    for (SentSort sort : SentSort.values()) {
      isFlat(query(SentView.ALL, filter, sort, Slice.newest(26)));
    }
  }

  @Test
  void aRareKindIsFound() {
    finds(with("use-case", "generic"), 100, row -> row.document().useCase().equals("generic"));
  }

  @Test
  void whatIsCommonIsReadInTheOrderOfTheList() {
    for (SentFilter filter :
        List.of(
            with("use-case", "consultation-summary"),
            with("recipient", "A99902"),
            with("code", "30001"),
            with("code", "20013"))) {
      assertThat(all(SentView.ALL, filter, SentSort.NEWEST)).hasSize(EVERYTHING);
      isFlat(query(SentView.ALL, filter, SentSort.NEWEST, Slice.newest(26)));
    }
  }

  @Test
  void aRecipientWithLittleIsFound() {
    finds(
        with("recipient", "A99904"),
        50,
        row -> row.document().addressee().organisation().contains("A99904"));
  }

  @Test
  void aCliniciansDocumentsAreFound() {
    assertThat(all(SentView.ALL, with("clinician", "999997"), SentSort.NEWEST)).hasSize(334);
    isFlat(query(SentView.ALL, with("clinician", "999997"), SentSort.PATIENT, Slice.newest(26)));
  }

  @Test
  void whatTheReceiverAnsweredIsFoundByItsCode() {
    finds(
        with("code", "30002"),
        200,
        row -> row.document().acknowledgements().business().equals(Optional.of("30002")));
  }

  @Test
  void whatMeshReportedIsFoundByItsCode() {
    finds(with("code", "EPL-151"), 200, row -> row.document().state() == DocumentState.FAILED);
  }

  @Test
  void whatWentMoreThanOnceIsFound() {
    finds(
        with("resent", ""),
        200,
        row ->
            (Integer.parseInt(row.document().encounter().id().replace("encounter-", "")) - 8) % 1500
                == 0);
  }

  @Test
  void whatHasAnAlertIsFound() {
    finds(with("alert", ""), 200, row -> row.alert().isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"message-1007", "mesh-1007", "encounter-1007"})
  void oneIsFoundByEachOfItsNames(String name) {
    finds(with("id", name), 1, row -> row.document().encounter().id().equals("encounter-1007"));
  }

  @Test
  void oneIsFoundByThisNodesIdAndNoneOfAnotherOrganisation() {
    UUID id = all(SentView.HELD, SentFilter.NONE, SentSort.NEWEST).getFirst().document().id();
    finds(with("id", id.toString()), 1, row -> row.document().id().equals(id));
    assertThat(all(SentView.ALL, with("id", "message-3"), SentSort.NEWEST)).isEmpty();
  }

  @Test
  void anEncounterIsFound() {
    finds(with("encounter", "encounter-8"), 1, row -> row.alert().isPresent());
  }

  @Test
  void aPatientIsFoundByNumberAndByTheBeginningsOfTheirName() {
    Search number = new Search(Optional.empty(), Optional.of("9990000001"), Optional.empty());
    finds(
        SentFilter.NONE.searching(number),
        40,
        row -> row.document().patient().nhsNumber().equals("9990000001"));
    Search rare = new Search(Optional.of("zoe testp"), Optional.empty(), Optional.empty());
    finds(SentFilter.NONE.searching(rare), 20, row -> row.patientListed().contains("Zo"));
    Search common = new Search(Optional.of("alpha"), Optional.empty(), Optional.empty());
    finds(
        SentFilter.NONE.searching(common),
        EVERYTHING,
        row -> row.patientListed().contains("Alpha"));
  }

  @Test
  void whoMayNotOpenWhatIsConfidentialDoesNotFindItByItsPatient() {
    SentFilter filter =
        SentFilter.NONE.searching(
            new Search(Optional.empty(), Optional.of("9990000020"), Optional.empty()));
    assertThat(all(SentView.ALL, filter, SentSort.NEWEST)).isNotEmpty();
    assertThat(
            lists.rows(
                new SentQuery(
                    OutboxView.of(HUB),
                    new SentQuery.Finds(false, false),
                    SentView.ALL,
                    filter,
                    SentSort.NEWEST,
                    Slice.newest(100))))
        .isEmpty();
  }

  @Test
  void consultationsOfAFewDaysAreFound() {
    LocalDate day = LocalDate.of(2026, 1, 10);
    SentFilter days =
        new SentFilter(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(day),
            Optional.of(day),
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Search.NOTHING);
    finds(
        days,
        960,
        row -> row.document().encounter().occurredAt().toString().startsWith("2026-01-10"));
  }

  @Test
  void whatFindsItsRecipientLaterIsListedUnderIt() {
    UUID id = all(SentView.WAITING, SentFilter.NONE, SentSort.NEWEST).getFirst().document().id();
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "update document set recipient = 'Otherton Surgery (A99909)' where id = ?",
                    id));
    finds(with("recipient", "A99909"), 1, row -> row.document().id().equals(id));
  }
}
