package gpcm.node.confirming;

import gpcm.node.people.Permission;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What somebody sees: what they asked for themselves, and what they could confirm.
 *
 * @param organisation ODS code of the one organisation
 * @param person who
 * @param permissions which permissions they have there for what anybody does
 * @param named whether patients are named to them; what somebody has asked for to whom they are is
 *     not shown to others, whom its reason might name them
 */
public record ConfirmationView(
    String organisation, UUID person, Set<Permission> permissions, boolean named) {
  /** Copies the permissions. */
  public ConfirmationView {
    permissions = Set.copyOf(permissions);
  }

  private static final String OTHERS =
      "c.permission = any (:permissions) and (:named or not c.named)";

  /** The condition on a row of {@code confirmation} called {@code c}. */
  static final String SEEN =
      "c.organisation = :organisation and (c.asker = :person or " + OTHERS + ")";

  /** The same for what others asked for and is waiting. */
  static final String CONFIRMABLE =
      """
      c.organisation = :organisation and c.asker <> :person and c.state = 'waiting' and c.ends_at > :now
        and c.permission = any (:permissions) and (:named or not c.named)
        and not exists (select from person mine join person asker on asker.national_id = mine.national_id
          where mine.id = :person and asker.id = c.asker)
      """;

  List<String> permissionTexts() {
    return permissions.stream().map(Permission::text).sorted().toList();
  }
}
