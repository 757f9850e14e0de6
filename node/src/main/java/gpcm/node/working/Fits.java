package gpcm.node.working;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Which documents something is for; what is empty asks for nothing.
 *
 * @param typeCode the code of the document's type
 * @param sender ODS code of the organisation it comes from; fits nothing that is confidential,
 *     which nobody is to know by where it comes from
 * @param useCase such as {@code consultation-summary}
 * @param forAction for action, or else for information
 * @param confidential it is, or else it is not
 * @param urgent a person has marked the version before it, or else not
 */
public record Fits(
    Optional<String> typeCode,
    Optional<String> sender,
    Optional<String> useCase,
    Optional<Boolean> forAction,
    Optional<Boolean> confidential,
    Optional<Boolean> urgent) {
  /** Every document. */
  public static final Fits ALL =
      new Fits(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** As people read it, such as {@code for action, from A99901}. */
  public String words() {
    List<String> words = new ArrayList<>();
    useCase.ifPresent(word -> words.add(word.replace('-', ' ')));
    typeCode.ifPresent(code -> words.add("type " + code));
    sender.ifPresent(ods -> words.add("from " + ods));
    forAction.ifPresent(is -> words.add(is ? "for action" : "for information"));
    confidential.ifPresent(is -> words.add(is ? "confidential" : "not confidential"));
    urgent.ifPresent(is -> words.add(is ? "urgent" : "not urgent"));
    return words.isEmpty() ? "every document" : String.join(", ", words);
  }

  static Fits of(ResultSet row, boolean withMarks) throws SQLException {
    return new Fits(
        Optional.ofNullable(row.getString("type_code")),
        Optional.ofNullable(row.getString("sender_ods")),
        Optional.ofNullable(row.getString("use_case")),
        Optional.ofNullable(row.getObject("for_action", Boolean.class)),
        withMarks
            ? Optional.ofNullable(row.getObject("confidential", Boolean.class))
            : Optional.empty(),
        withMarks ? Optional.ofNullable(row.getObject("urgent", Boolean.class)) : Optional.empty());
  }

  /** Binds what rules and templates have in common. */
  <S extends SqlStatement<S>> S bind(S statement) {
    return statement
        .bindByType("typeCode", typeCode.orElse(null), String.class)
        .bindByType("sender", sender.orElse(null), String.class)
        .bindByType("useCase", useCase.orElse(null), String.class)
        .bindByType("forAction", forAction.orElse(null), Boolean.class);
  }
}
