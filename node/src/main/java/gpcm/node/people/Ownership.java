package gpcm.node.people;

/**
 * Whose a document of the outbox is: that of the person who handed it in, in a session, and of the
 * person whom it names as its author by their national user id.
 */
public final class Ownership {
  private Ownership() {}

  /**
   * The condition on a row of {@code document} called {@code alias} that it is of the person whose
   * id is bound as {@code author}.
   */
  public static String sql(String alias) {
    return "(%1$s.submitted_by = :author or %1$s.author = (select national_id from person where id = :author))"
        .formatted(alias);
  }
}
