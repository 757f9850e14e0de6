package gpcm.bench.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads from the database what became of the documents. */
record Books(String url, String user, String password) {

  /** Documents that have not come to their good end. */
  long left() throws SQLException {
    return number("select count(*) from document where state <> 'completed'");
  }

  /** Encounters that were handed in and stand in no worklist. */
  long lost() throws SQLException {
    return number(
        """
        select count(*) from document d
        where not exists (select from worklist_entry e where e.document_id = d.document_id)
        """);
  }

  /**
   * Documents that stand in a worklist twice, and answers that came twice without either side
   * knowing why.
   */
  long doubled() throws SQLException {
    return number(
        """
        select (select count(*) from (select document_id from worklist_entry group by document_id having count(*) > 1) twice)
          + (select count(*) from (select document, kind from event
              where kind in ('infrastructure-acknowledgement', 'business-acknowledgement')
              group by document, kind having count(*) > 1) again
            where not exists (select from event e where e.document = again.document and e.kind = 'posting-again')
              and not exists (select from event e join received_message r on r.id = e.received
                join worklist_entry w on w.received = r.id join document d on d.document_id = w.document_id
                where d.id = again.document and e.kind = 'answering-again'))
        """);
  }

  long openAlerts() throws SQLException {
    return number("select count(*) from alert where resolved_at is null");
  }

  long documents() throws SQLException {
    return number("select count(*) from document");
  }

  /** What the open alerts say, for a person who has to find out why. */
  String alerts() throws SQLException {
    return text(
        "select coalesce(string_agg(problem || ': ' || what_happened, E'\\n'), '') from alert where"
            + " resolved_at is null");
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
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
