package gpcm.node.sending;

import gpcm.node.content.ContentHash;
import gpcm.node.ledger.Happenings;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Along;
import gpcm.node.store.Moment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The look-ups of patients that are wanted beside their documents' own steps, as rows: whatever
 * makes one wanted writes it in its own transaction. Thread-safe.
 */
public final class WantedLooks implements Happenings {
  private static final Pattern DISAGREEMENT = Pattern.compile("\\(MESH code EPL-15[234]\\)$");
  private static final Set<String> ENDS =
      Set.of(
          "deliverable",
          "held",
          "not-sent",
          "withdrawn",
          "superseded",
          "other-route",
          "given-up",
          "built",
          "resent",
          "void",
          "infrastructure-acknowledged",
          "completed",
          "rejected");

  private final InstantSource clock;

  /** Rows with the times of {@code clock}. */
  public WantedLooks(InstantSource clock) {
    this.clock = clock;
  }

  /** Why one is wanted. */
  enum Cause {
    /** It was recorded and waits: where would it go? */
    RECORDED("foreseen/", ""),
    /** Its receiver says that the patient has left (30003). */
    LEFT("moved/", "rejected/"),
    /** MESH does not know the patient as the document has them. */
    DISAGREEMENT("disagreement/", "failed/"),
    /** What people were told of it is over. */
    OVER("", "");

    private final String problem;
    private final String before;

    Cause(String problem, String before) {
      this.problem = problem;
      this.before = before;
    }

    /** What an alert about it is called, before the document's id; empty when there is none. */
    String problem() {
      return problem;
    }

    /** The same of the alert that was raised when it was not known yet what a look-up finds. */
    Optional<String> before() {
      return Optional.of(before).filter(name -> !name.isEmpty());
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One to do now.
   *
   * @param state of its document
   * @param source the consultation as it was handed in
   * @param who the document's patient and version, for people
   * @param said what its receiver or MESH says; empty where nobody has said anything
   * @param bar what keeps it from going elsewhere as it is
   */
  record Wanted(
      UUID document,
      Cause cause,
      String organisation,
      String state,
      String businessCode,
      ContentHash source,
      String who,
      String recipient,
      String said,
      Bar bar) {
    /** Whether the document still is where the look-up was wanted. */
    boolean stands() {
      return stands(state, businessCode);
    }

    private boolean stands(String state, String businessCode) {
      return switch (cause) {
        case RECORDED -> state.equals("unconfirmed") || state.equals("waiting");
        case LEFT -> state.equals("rejected") && businessCode.equals("30003");
        case DISAGREEMENT -> state.equals("failed");
        case OVER -> true;
      };
    }

    /** Without whom it is about, so that it can be logged. */
    @Override
    public String toString() {
      return "Wanted[" + document + ", " + cause + "]";
    }
  }

  /** The first look-up of a new document that does not leave at once. */
  static Along early(UUID document, Instant now) {
    return handle ->
        handle
            .createUpdate(
                """
                insert into document_look (document, organisation, cause, wanted_at, due_at)
                select id, organisation, 'recorded', :now, :now from document
                where id = :document and (state = 'unconfirmed' or state = 'waiting' and due_at > :now)
                on conflict (document) do nothing
                """)
            .bind("document", document)
            .bind("now", Moment.column(now))
            .execute();
  }

  @Override
  public void write(Handle handle, List<Happened> all, List<Image> images) {
    want(handle, Cause.LEFT, all.stream().filter(WantedLooks::left).toList());
    want(handle, Cause.DISAGREEMENT, all.stream().filter(WantedLooks::disagrees).toList());
    List<UUID> ended =
        all.stream()
            .filter(one -> ENDS.contains(one.event().kind()))
            .map(Happened::id)
            .distinct()
            .toList();
    if (!ended.isEmpty()) {
      handle
          .createUpdate(
              "update document_look set cause = 'over', due_at = :now where document = any (:ids)"
                  + " and cause = 'told'")
          .bind("now", Moment.column(clock.instant()))
          .bindArray("ids", UUID.class, ended)
          .execute();
    }
  }

  private static boolean left(Happened one) {
    return one.event().kind().equals("business-acknowledgement")
        && one.event().detail().startsWith("30003");
  }

  private static boolean disagrees(Happened one) {
    return one.event().kind().equals("failed") && DISAGREEMENT.matcher(one.event().detail()).find();
  }

  private void want(Handle handle, Cause cause, List<Happened> documents) {
    if (documents.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            insert into document_look (document, organisation, cause, wanted_at, due_at)
            select id, organisation, :cause, :now, :now from document where id = any (:ids)
            on conflict (document) do update set cause = excluded.cause, wanted_at = excluded.wanted_at, due_at = excluded.due_at
            """)
        .bind("cause", cause.text())
        .bind("now", Moment.column(clock.instant()))
        .bindArray("ids", UUID.class, documents.stream().map(Happened::id).distinct().toList())
        .execute();
  }

  /** Those that are due, held for two minutes against other nodes. */
  static List<Wanted> claim(Ledger ledger, int limit) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        with due as (
                          select w.document from document_look w where w.due_at <= :now
                            and (w.leased_at is null or w.leased_at < clock_timestamp() - interval '2 minutes')
                          order by w.due_at limit :limit for update skip locked)
                        update document_look w set leased_at = clock_timestamp() from due, document d
                        where w.document = due.document and d.id = due.document
                        returning w.document, w.cause, d.organisation, d.state, d.business_code, d.consultation_sha256, d.patient_name,
                          d.patient_nhs_number, d.version, d.recipient, d.failure, d.answers_doubtful, d.copy_of is not null as copy,
                          d.recipient = d.registered_practice as to_practice, not d.stands as superseded,
                          d.replaces_document_id is not null as replaces
                        """)
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .bind("limit", limit)
                    .map(
                        (row, context) ->
                            new Wanted(
                                row.getObject("document", UUID.class),
                                Cause.valueOf(row.getString("cause").toUpperCase(Locale.ROOT)),
                                row.getString("organisation"),
                                row.getString("state"),
                                text(row.getString("business_code")),
                                new ContentHash(row.getString("consultation_sha256")),
                                "%s, NHS number %s, version %d"
                                    .formatted(
                                        row.getString("patient_name"),
                                        row.getString("patient_nhs_number"),
                                        row.getInt("version")),
                                row.getString("recipient"),
                                text(row.getString("failure")),
                                Bar.of(
                                    row.getBoolean("answers_doubtful"),
                                    row.getBoolean("copy"),
                                    row.getBoolean("to_practice"),
                                    row.getBoolean("superseded"),
                                    row.getBoolean("replaces"))))
                    .list());
  }

  private static String text(String textOrNull) {
    return textOrNull == null ? "" : textOrNull;
  }

  /** It is wanted again then, unless something else has made it wanted meanwhile. */
  static void again(Ledger ledger, Wanted wanted, Instant due) {
    ledger
        .database()
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "update document_look set due_at = :due, leased_at = null where document ="
                            + " :document and cause = :cause")
                    .bind("document", wanted.document())
                    .bind("cause", wanted.cause().text())
                    .bind("due", Moment.column(due))
                    .execute());
  }

  /**
   * Notes that people are told of it until it is over, in the transaction that tells them.
   *
   * @return false when the document is not there any more by now: nobody is to be told
   */
  static boolean telling(Handle handle, Wanted wanted) {
    boolean stands =
        handle
            .createQuery(
                "select state, business_code from document where id = :document for update")
            .bind("document", wanted.document())
            .map(
                (row, context) ->
                    wanted.stands(row.getString("state"), text(row.getString("business_code"))))
            .findOne()
            .orElse(false);
    return stands
        && handle
                .createUpdate(
                    "update document_look set cause = 'told', due_at = null, leased_at = null where"
                        + " document = :document and cause = :cause")
                .bind("document", wanted.document())
                .bind("cause", wanted.cause().text())
                .execute()
            == 1;
  }

  /** It was done. */
  static void done(Ledger ledger, Wanted wanted) {
    ledger
        .database()
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "delete from document_look where document = :document and cause = :cause")
                    .bind("document", wanted.document())
                    .bind("cause", wanted.cause().text())
                    .execute());
  }
}
