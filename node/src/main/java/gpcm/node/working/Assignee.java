package gpcm.node.working;

import gpcm.node.working.WorkRefused.Wrong;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Whom something is given to.
 *
 * @param team whether it is a team, or else a person
 */
public record Assignee(boolean team, Named who) {
  /** As a form names one: {@code team-ID} or {@code person-ID}. */
  public String text() {
    return (team ? "team-" : "person-") + who.id();
  }

  /** As people read it. */
  public String words() {
    return (team ? "the team " : "") + who.name();
  }

  String in(Telling how) {
    return (team ? "the team " : how == Telling.SEALED ? "person " : "") + how.of(who);
  }

  Optional<UUID> personId() {
    return team ? Optional.empty() : Optional.of(who.id());
  }

  Optional<UUID> teamId() {
    return team ? Optional.of(who.id()) : Optional.empty();
  }

  static Assignee of(ResultSet row, String person, String team, String name) throws SQLException {
    UUID inTeam = row.getObject(team, UUID.class);
    return inTeam == null
        ? new Assignee(false, new Named(row.getObject(person, UUID.class), row.getString(name)))
        : new Assignee(true, new Named(inTeam, row.getString(name)));
  }

  /**
   * The one that a form names.
   *
   * @throws WorkRefused when it is nobody of the organisation
   */
  static Assignee chosen(Handle handle, String organisation, Instant now, String text) {
    String id = text.replaceFirst("^(team|person)-", "");
    if (!text.equals(id) && id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      UUID known = UUID.fromString(id);
      boolean team = text.startsWith("team-");
      Optional<Named> found =
          team
              ? Teams.held(handle, organisation, known)
              : PeopleHere.find(handle, organisation, now, known);
      if (found.isPresent()) {
        return new Assignee(team, found.get());
      }
    }
    throw new Wrong(
        "whom", "must be a team or a person of this organisation", "choose one of the list");
  }
}
