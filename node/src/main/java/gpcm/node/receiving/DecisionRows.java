package gpcm.node.receiving;

import gpcm.exchange.IncomingFact.Question;
import gpcm.exchange.IncomingMessage;
import gpcm.exchange.IncomingState;
import gpcm.exchange.WantedAnswers;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import gpcm.node.ledger.ToRead;
import gpcm.node.store.Moment;
import gpcm.node.working.Assigning;
import gpcm.node.working.Reviewing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The decisions about received documents, as rows. Stateless. */
final class DecisionRows {
  private static final TableWrite OPENED =
      new TableWrite(
          "opened",
          """
          insert into business_decision (entry, received, organisation, question, doubts, original, answers_to, reference, address,
            infrastructure_asked, business_asked, opened_at, due_at)
          select entry, received, organisation, question, doubts, original, answers_to, reference, address,
            infrastructure_asked, business_asked, opened_at, due_at
          from json_to_recordset(:opened::json) as r (entry uuid, received uuid, organisation text, question text, doubts text,
            original uuid, answers_to text, reference text, address text, infrastructure_asked boolean, business_asked boolean,
            opened_at timestamptz, due_at timestamptz)
          """);

  private static final TableWrite MADE =
      new TableWrite(
          "made",
          """
          update business_decision d set code = r.code, reason = r.reason, note = r.note, decided_by = r.by, decided_at = r.at
          from json_to_recordset(:made::json) as r (entry uuid, code text, reason text, note text, by text, at timestamptz)
          where d.entry = r.entry
          """);

  private static final TableWrite PUT_OFF =
      new TableWrite(
          "putoff",
          """
          update business_decision d set waiting_until = r.until, due_at = r.due_at, told_at = null
          from json_to_recordset(:putoff::json) as r (entry uuid, until date, due_at timestamptz) where d.entry = r.entry
          """);

  private static final TableWrite TOLD =
      new TableWrite(
          "decisiontold",
          """
          update business_decision d set told_at = r.at from json_to_recordset(:decisiontold::json) as r (entry uuid, at timestamptz)
          where d.entry = r.entry
          """);

  private static final TableWrite SETTLED =
      new TableWrite(
          "settled",
          """
          update worklist_entry e set state = r.state, matched = r.state <> 'not-known-here', own_task = r.state = 'to-do',
            work_version = e.work_version + 1, waiting_until = null,
            owner_person = coalesce(e.owner_person, o.owner_person),
            owner_team = case when e.owner_person is null and o.owner_person is null then coalesce(e.owner_team, o.owner_team) end,
            work = case when r.state = 'not-known-here' then 'rejected'
              when exists (select from work_review v where v.entry = d.original and v.given_at is null)
                or REVIEWED then 'in-review'
              when coalesce(e.owner_person, e.owner_team, o.owner_person, o.owner_team) is not null then 'assigned' else 'new' end
          from json_to_recordset(:settled::json) as r (id uuid, state text)
          left join business_decision d on d.entry = r.id
          left join worklist_entry o on o.id = d.original and o.replaced_by is null and o.state <> 'void' and r.state <> 'not-known-here'
          where e.id = r.id and e.state = 'needs-matching'
          """
              .replace("REVIEWED", Reviewing.begins("e", "d.original")));

  private static final String FIND =
      """
      select d.*, e.recipient_type, m.mesh_message_id, m.workflow_id, m.sender, m.state as message_state, m.failures,
        m.received_at as message_at, m.restricted
      from business_decision d
      join worklist_entry e on e.id = d.entry
      join received_message m on m.id = d.received
      where d.entry = :entry and d.organisation = :organisation
      """;

  private DecisionRows() {}

  /**
   * A row, with what a decision needs to know.
   *
   * @param message the message that it came in
   * @param forInformation whether nobody is asked to act on it
   * @param original what it takes the place of once its patient is found
   */
  record Held(
      BusinessDecision decision,
      String organisation,
      IncomingMessage message,
      boolean forInformation,
      Optional<UUID> original,
      String answersTo,
      String reference,
      String address,
      WantedAnswers wanted) {}

  static void open(
      StepResult result,
      ToRead message,
      SendDocument document,
      UUID entry,
      Intake.Waits waits,
      Optional<UUID> original,
      String address,
      WantedAnswers wanted,
      Instant now) {
    result.write(
        OPENED,
        new Row()
            .put("entry", entry)
            .put("received", message.message().id())
            .put("organisation", message.organisation())
            .put("question", word(waits.question()))
            .put("doubts", String.join("\n", waits.doubts()))
            .putAny("original", original)
            .put("answers_to", document.messageId().orElseThrow())
            .put("reference", document.handling().senderReference().orElse("None"))
            .put("address", address)
            .putAny("infrastructure_asked", wanted.infrastructure())
            .putAny("business_asked", wanted.business())
            .put("opened_at", now)
            .put("due_at", waits.due()));
  }

  static void made(StepResult result, UUID entry, BusinessDecision.Made made) {
    result.write(
        MADE,
        new Row()
            .put("entry", entry)
            .put("code", made.code().code())
            .put("reason", made.reason())
            .put("note", made.note())
            .put("by", made.by())
            .put("at", made.at()));
  }

  static void putOff(StepResult result, UUID entry, LocalDate until, Instant due) {
    result.write(
        PUT_OFF, new Row().put("entry", entry).put("until", until.toString()).put("due_at", due));
  }

  static void told(StepResult result, UUID entry, Instant at) {
    result.write(TOLD, new Row().put("entry", entry).put("at", at));
  }

  static void settled(StepResult result, UUID entry, WorklistEntry.State state, Instant now) {
    Row row = Assigning.at(new Row().put("id", entry).put("state", state.text()), now);
    result.write(SETTLED, row);
    Reviewing.settled(result, row);
  }

  static Optional<Held> find(Handle handle, String organisation, UUID entry) {
    return read(handle, FIND, organisation, entry);
  }

  /** The same, which nobody else decides about until the transaction ends. */
  static Optional<Held> lock(Handle handle, String organisation, UUID entry) {
    return read(handle, FIND + " for update of d", organisation, entry);
  }

  private static Optional<Held> read(Handle handle, String query, String organisation, UUID entry) {
    return handle
        .createQuery(query)
        .bind("entry", entry)
        .bind("organisation", organisation)
        .map(DecisionRows::held)
        .findOne()
        .map(held -> with(held, later(handle, entry)));
  }

  private static Held with(Held held, List<BusinessDecision.Later> later) {
    BusinessDecision one = held.decision();
    return new Held(
        new BusinessDecision(
            one.entry(),
            one.question(),
            one.doubts(),
            one.openedAt(),
            one.dueAt(),
            one.waitingUntil(),
            one.proposed(),
            one.made(),
            later),
        held.organisation(),
        held.message(),
        held.forInformation(),
        held.original(),
        held.answersTo(),
        held.reference(),
        held.address(),
        held.wanted());
  }

  private static List<BusinessDecision.Later> later(Handle handle, UUID entry) {
    return handle
        .createQuery("select * from later_outcome where entry = :entry order by id")
        .bind("entry", entry)
        .map(
            (row, context) ->
                new BusinessDecision.Later(
                    ResponseCode.of(row.getString("code")).orElseThrow(),
                    row.getString("reason"),
                    row.getString("note"),
                    row.getString("told"),
                    row.getString("recorded_by"),
                    Moment.of(row, "recorded_at")))
        .list();
  }

  /** Adds what came of it later. */
  static void add(Handle handle, String organisation, UUID entry, BusinessDecision.Later later) {
    handle
        .createUpdate(
            """
            insert into later_outcome (entry, organisation, code, reason, note, told, recorded_by, recorded_at)
            values (:entry, :organisation, :code, :reason, :note, :told, :by, :at)
            """)
        .bind("entry", entry)
        .bind("organisation", organisation)
        .bind("code", later.code().code())
        .bind("reason", later.reason())
        .bind("note", later.note())
        .bind("told", later.told())
        .bind("by", later.by())
        .bind("at", Moment.column(later.at()))
        .execute();
  }

  /** Those that nobody has decided about in time and nobody was told of; nobody else tells. */
  static List<Held> undecided(Handle handle, Instant now, int most) {
    return handle
        .createQuery(
            """
            select d.*, e.recipient_type, m.mesh_message_id, m.workflow_id, m.sender, m.state as message_state, m.failures,
              m.received_at as message_at, m.restricted
            from business_decision d
            join worklist_entry e on e.id = d.entry
            join received_message m on m.id = d.received
            where d.decided_at is null and d.told_at is null and d.due_at <= :now
            order by d.due_at limit :most for update of d skip locked
            """)
        .bind("now", Moment.column(now))
        .bind("most", most)
        .map(DecisionRows::held)
        .list();
  }

  private static Held held(ResultSet row, StatementContext context) throws SQLException {
    String doubts = row.getString("doubts");
    return new Held(
        new BusinessDecision(
            row.getObject("entry", UUID.class),
            question(row.getString("question")),
            doubts.isEmpty() ? List.of() : List.of(doubts.split("\n")),
            Moment.of(row, "opened_at"),
            Moment.of(row, "due_at"),
            Optional.ofNullable(row.getObject("waiting_until", LocalDate.class)),
            proposed(row),
            made(row),
            List.of()),
        row.getString("organisation"),
        new IncomingMessage(
            row.getObject("received", UUID.class),
            row.getString("mesh_message_id"),
            row.getString("workflow_id"),
            row.getString("sender"),
            IncomingState.of(row.getString("message_state")),
            row.getInt("failures"),
            Moment.of(row, "message_at"),
            Optional.empty(),
            row.getBoolean("restricted")),
        row.getString("recipient_type").equals("FI"),
        Optional.ofNullable(row.getObject("original", UUID.class)),
        row.getString("answers_to"),
        row.getString("reference"),
        row.getString("address"),
        new WantedAnswers(
            Optional.ofNullable(row.getObject("infrastructure_asked", Boolean.class)),
            Optional.ofNullable(row.getObject("business_asked", Boolean.class))));
  }

  private static Optional<BusinessDecision.Proposed> proposed(ResultSet row) throws SQLException {
    return row.getString("proposed_code") == null
        ? Optional.empty()
        : Optional.of(
            new BusinessDecision.Proposed(
                ResponseCode.of(row.getString("proposed_code")).orElseThrow(),
                row.getString("proposed_reason"),
                row.getObject("proposed_person", UUID.class),
                row.getString("proposed_by"),
                Moment.of(row, "proposed_at")));
  }

  /** Notes what a first person has said, in the place of what somebody said before. */
  static void proposed(Handle handle, UUID entry, BusinessDecision.Proposed proposed) {
    handle
        .createUpdate(
            """
            update business_decision set proposed_code = :code, proposed_reason = :reason, proposed_by = :by,
              proposed_person = :person, proposed_at = :at
            where entry = :entry
            """)
        .bind("code", proposed.code().code())
        .bind("reason", proposed.reason())
        .bind("by", proposed.by())
        .bind("person", proposed.person())
        .bind("at", Moment.column(proposed.at()))
        .bind("entry", entry)
        .execute();
  }

  private static Optional<BusinessDecision.Made> made(ResultSet row) throws SQLException {
    if (row.getString("code") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new BusinessDecision.Made(
            ResponseCode.of(row.getString("code")).orElseThrow(),
            row.getString("reason"),
            row.getString("note"),
            row.getString("decided_by"),
            Moment.of(row, "decided_at")));
  }

  private static String word(Question question) {
    return question == Question.MATCHING ? "matching" : "decision";
  }

  private static Question question(String word) {
    return word.equals("matching") ? Question.MATCHING : Question.DECISION;
  }
}
