package gpcm.node.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.node.people.ProviderSessions;
import gpcm.node.people.Role;
import gpcm.node.people.Token;
import gpcm.node.store.Moment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/**
 * Those who proved who they are and may work for several organisations, until they have said for
 * which: ten minutes at most, in the database, so that any node may take the answer. Thread-safe.
 */
public final class Choices {
  private static final Duration LASTING = Duration.ofMinutes(10);

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final JsonMapper mapper = new JsonMapper();

  /** Keeps them in the database behind {@code jdbi}. */
  public Choices(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * What somebody chooses from.
   *
   * @param choices at which organisation and as what
   * @param idToken what a sign-out at the provider is asked with
   */
  public record Kept(List<SignedIn> choices, Secret idToken) {
    /** Copies the list. */
    public Kept {
      choices = List.copyOf(choices);
    }
  }

  /**
   * Keeps what somebody chooses from, at least one. Whoever shows the secret that comes back may
   * choose.
   */
  public Secret keep(List<SignedIn> choices, Secret idToken) {
    String secret = Token.random(random);
    ArrayNode list = mapper.createArrayNode();
    choices.forEach(each -> write(list.addObject(), each));
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into sign_in_choice (secret_hash, choices, id_token, ends_at, issuer, provider_session, provider_sub)
                    values (:hash, :choices, :token, :ends, :issuer, :session, :sub)
                    """)
                .bind("hash", Token.hash(secret))
                .bind("choices", list.toString())
                .bind("issuer", choices.getFirst().issuer())
                .bind("session", choices.getFirst().providerSession())
                .bind("sub", choices.getFirst().sub())
                .bind("token", idToken.reveal())
                .bind("ends", Moment.column(clock.instant().plus(LASTING)))
                .execute());
    return Secret.of(secret);
  }

  /** What may be chosen from, without taking it out. */
  public Optional<Kept> look(String secret) {
    return kept(
        "select * from sign_in_choice where secret_hash = :hash and ends_at > :now", secret);
  }

  /** Takes it out: a choice is made once. */
  public Optional<Kept> take(String secret) {
    return kept(
        "delete from sign_in_choice where secret_hash = :hash and ends_at > :now returning *",
        secret);
  }

  private Optional<Kept> kept(String sql, String secret) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(sql)
                .bind("hash", Token.hash(secret))
                .bind("now", Moment.column(clock.instant()))
                .map(
                    (row, context) ->
                        new Kept(
                            read(row.getString("choices")), Secret.of(row.getString("id_token"))))
                .findOne());
  }

  /** Takes back what those choose from whom their provider signs out. */
  public void end(ProviderSessions.End end) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "delete from sign_in_choice where issuer = :issuer and "
                        + (end.session().isPresent()
                            ? "provider_session = :session"
                            : "provider_sub = :sub"))
                .bind("issuer", end.issuer())
                .bind("session", end.session())
                .bind("sub", end.subject())
                .execute());
  }

  /** Forgets what nobody chose from. */
  public int sweep() {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate("delete from sign_in_choice where ends_at <= :now")
                .bind("now", Moment.column(clock.instant()))
                .execute());
  }

  private static void write(ObjectNode json, SignedIn choice) {
    json.put("issuer", choice.issuer());
    json.put("subject", choice.subject());
    choice.nationalId().ifPresent(id -> json.put("nationalId", id));
    json.put("name", choice.name());
    json.put("organisation", choice.organisation().value());
    ArrayNode roles = json.putArray("roles");
    choice.roles().forEach(role -> roles.add(role.word()));
    ArrayNode activities = json.putArray("activities");
    choice.activities().forEach(activities::add);
    choice
        .nationalRole()
        .ifPresent(
            role ->
                json.putObject("national")
                    .put("code", role.code())
                    .put("name", role.name())
                    .put("profile", role.profile()));
    choice.providerSession().ifPresent(id -> json.put("session", id));
    choice.sub().ifPresent(id -> json.put("sub", id));
    json.put("at", choice.authenticatedAt().toString());
    json.put("level", choice.level());
  }

  private List<SignedIn> read(String text) {
    try {
      List<SignedIn> choices = new ArrayList<>();
      mapper.readTree(text).forEach(each -> choices.add(choice(each)));
      return choices;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what the node wrote itself", e);
    }
  }

  private static SignedIn choice(JsonNode json) {
    Set<Role> roles = new HashSet<>();
    json.path("roles").forEach(each -> roles.add(Role.of(each.asText()).orElseThrow()));
    Set<String> activities = new HashSet<>();
    json.path("activities").forEach(each -> activities.add(each.asText()));
    return new SignedIn(
        json.path("issuer").asText(),
        json.path("subject").asText(),
        text(json, "nationalId"),
        json.path("name").asText(),
        new OdsCode(json.path("organisation").asText()),
        roles,
        activities,
        Optional.of(json.path("national"))
            .filter(JsonNode::isObject)
            .map(
                each ->
                    new SignedIn.NationalRole(
                        each.path("code").asText(),
                        each.path("name").asText(),
                        each.path("profile").asText())),
        text(json, "session"),
        text(json, "sub"),
        Instant.parse(json.path("at").asText()),
        json.path("level").asInt());
  }

  private static Optional<String> text(JsonNode json, String name) {
    return json.has(name) ? Optional.of(json.path(name).asText()) : Optional.empty();
  }
}
