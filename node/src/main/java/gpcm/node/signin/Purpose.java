package gpcm.node.signin;

/** What somebody is sent to the provider for. */
public sealed interface Purpose {
  /** To come in. */
  record ComeIn() implements Purpose {}

  /**
   * To prove again who they are, now.
   *
   * @param subject what the provider knows them by
   */
  record ProveAgain(String subject) implements Purpose {}

  /**
   * To take another of their roles.
   *
   * @param subject what the provider knows them by
   */
  record ChangeRole(String subject) implements Purpose {}
}
