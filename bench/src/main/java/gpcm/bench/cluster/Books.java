package gpcm.bench.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/** Reads from the database what became of the documents. */
record Books(String url, String user, String password) {
  private static final String STARTING = "57P03";

  /**
   * Consultations whose newest report has not come to the end that their life has, and reports that
   * are still on their way.
   */
  long left() throws SQLException {
    return number(
        """
        with newest as (select distinct on (encounter_id) encounter_id, state from document order by encounter_id, accepted_at desc, id desc)
        select (select count(*) from newest where state <> 'completed' and not (state = 'withdrawn' and encounter_id like '%s%%'))
          + (select count(*) from document where state not in ('completed', 'superseded', 'withdrawn'))
        """
            .formatted(Life.DELETED.prefix()));
  }

  /** Reports that arrived and stand in no worklist. */
  long lost() throws SQLException {
    return number(
        """
        select count(*) from document d where d.state = 'completed'
          and not exists (select from worklist_entry e where e.document_id = d.document_id)
        """);
  }

  /**
   * Documents that stand in a worklist twice, encounters of which two versions count there, and
   * answers that came twice without either side knowing why.
   */
  long doubled() throws SQLException {
    return number(
        """
        select (select count(*) from (select document_id from worklist_entry group by document_id having count(*) > 1) twice)
          + (select count(*) from (select d.encounter_id from worklist_entry e join document d on d.document_id = e.document_id
              where e.state <> 'replaced' group by d.encounter_id having count(*) > 1) both_count)
          + (select count(*) from (select document, kind from event
              where kind in ('infrastructure-acknowledgement', 'business-acknowledgement')
              group by document, kind having count(*) > 1) again
            where not exists (select from event e where e.document = again.document and e.kind in ('posting-again', 'resent'))
              and not exists (select from event e join received_message r on r.id = e.received
                join worklist_entry w on w.received = r.id join document d on d.document_id = w.document_id
                where d.id = again.document and e.kind = 'answering-again'))
        """);
  }

  /** What is shown at the practice though it was taken back, or overtaken, before it left. */
  long shown() throws SQLException {
    return number(
        """
        select count(*) from document d join worklist_entry e on e.document_id = d.document_id
        where d.state in ('withdrawn', 'superseded')
        """);
  }

  /** Deleted consultations whose report had left, with no follow-up or no alert that says so. */
  long untold() throws SQLException {
    return number(
        """
        select count(*) from document d where d.state = 'completed' and d.encounter_id like '%s%%'
          and (not exists (select from sending_follow_up f where f.encounter_id = d.encounter_id and f.closed_at is null)
            or not exists (select from alert a where a.problem = 'deleted/' || d.id and a.resolved_at is null))
        """
            .formatted(Life.DELETED.prefix()));
  }

  /** Alerts of which it is not the point that they stay until a person has done something. */
  long openAlerts() throws SQLException {
    return number(
        "select count(*) from alert where resolved_at is null and problem not like 'deleted/%'");
  }

  long consultations() throws SQLException {
    return number("select count(distinct encounter_id) from document");
  }

  /** What the open alerts say, for a person who has to find out why. */
  String alerts() throws SQLException {
    return text(
        "select coalesce(string_agg(problem || ': ' || what_happened, E'\\n'), '') from alert where"
            + " resolved_at is null and problem not like 'deleted/%'");
  }

  /** How many documents are in which state. */
  String states() throws SQLException {
    return text(
        "select coalesce(string_agg(state || ' ' || n, ', '), '') from (select state, count(*) as n"
            + " from document group by state) counted");
  }

  private long number(String query) throws SQLException {
    return Long.parseLong(text(query));
  }

  private String text(String query) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  // The server was killed a moment ago, and on a busy machine it takes its time to come back.
  private Connection connection() throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        return DriverManager.getConnection(url, user, password);
      } catch (SQLException e) {
        if (!STARTING.equals(e.getSQLState()) || tries == 600) {
          throw e;
        }
        LockSupport.parkNanos(200_000_000);
      }
    }
  }
}
