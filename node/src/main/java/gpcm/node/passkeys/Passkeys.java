package gpcm.node.passkeys;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.BadOriginException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.BadSignatureException;
import com.webauthn4j.verifier.exception.CrossOriginException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotPresentException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import gpcm.node.passkeys.PasskeyOutcome.Accepted;
import gpcm.node.passkeys.PasskeyOutcome.Refusal;
import gpcm.node.passkeys.PasskeyOutcome.Refused;
import gpcm.node.people.Person;
import gpcm.node.store.Moment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * The passkeys of people with local accounts. People at a provider prove themselves there.
 * Thread-safe.
 *
 * <p>A passkey signs in by itself, without user name and password, since the device asks for a PIN,
 * a finger or a face: authentication assurance level 2.
 */
public final class Passkeys {
  /** How well somebody who signs in with a passkey has proved who they are. */
  public static final int LEVEL = 2;

  private static final int MAX_ANSWER = 64 * 1024;
  private static final int MAX_NAME = 100;
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Challenges challenges;
  private final JsonMapper mapper = new JsonMapper();

  /** Keeps passkeys in the database behind {@code jdbi}. */
  public Passkeys(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.challenges = new Challenges(jdbi, clock);
  }

  /** What checks passkeys; loaded when the first is made or shown, not when the node starts. */
  private static final class WebAuthn {
    static final List<PublicKeyCredentialParameters> ALGORITHMS =
        List.of(
            algorithm(COSEAlgorithmIdentifier.ES256),
            algorithm(COSEAlgorithmIdentifier.EdDSA),
            algorithm(COSEAlgorithmIdentifier.RS256));
    static final ObjectConverter CONVERTER = new ObjectConverter();
    static final AttestedCredentialDataConverter CREDENTIALS =
        new AttestedCredentialDataConverter(CONVERTER);
    static final WebAuthnManager MANAGER =
        WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);

    private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier identifier) {
      return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, identifier);
    }
  }

  /**
   * What a browser needs to make a passkey for a person: {@code
   * PublicKeyCredentialCreationOptionsJSON} of WebAuthn Level 3.
   *
   * @param party this node, as the browser reaches it
   * @param person who is signed in
   * @param userName what they type to sign in
   */
  public String creationOptions(RelyingParty party, Person person, String userName) {
    ObjectNode options = mapper.createObjectNode();
    options.putObject("rp").put("id", party.id()).put("name", "GP Connect Messaging node");
    options
        .putObject("user")
        .put("id", base64(handle(person.id())))
        .put("name", userName)
        .put("displayName", person.name());
    options.put("challenge", challenges.ask(Optional.of(person.id())));
    ArrayNode algorithms = options.putArray("pubKeyCredParams");
    WebAuthn.ALGORITHMS.forEach(
        each ->
            algorithms.addObject().put("type", "public-key").put("alg", each.getAlg().getValue()));
    ArrayNode known = options.putArray("excludeCredentials");
    credentialIds(person.id())
        .forEach(id -> known.addObject().put("type", "public-key").put("id", base64(id)));
    options
        .putObject("authenticatorSelection")
        .put("residentKey", "required")
        .put("requireResidentKey", true)
        .put("userVerification", "required");
    options.put("attestation", "none");
    options.put("timeout", Challenges.LASTING.toMillis());
    return options.toString();
  }

  /**
   * Takes the passkey that a browser made.
   *
   * @param party this node, as the browser reaches it
   * @param person who is signed in
   * @param name what they call it; cut to 100 characters
   * @param answer {@code RegistrationResponseJSON} of WebAuthn Level 3
   */
  public PasskeyOutcome made(RelyingParty party, UUID person, String name, String answer) {
    if (answer.length() > MAX_ANSWER) {
      return new Refused(Refusal.UNREADABLE);
    }
    RegistrationData data;
    try {
      data = WebAuthn.MANAGER.parseRegistrationResponseJSON(answer);
      if (data.getAttestationObject() == null || data.getCollectedClientData() == null) {
        return new Refused(Refusal.UNREADABLE);
      }
    } catch (RuntimeException e) {
      // The parser meets hostile bytes: whatever it stumbles over, they are not an answer.
      return new Refused(Refusal.UNREADABLE);
    }
    Optional<ServerProperty> asked =
        asked(party, data.getCollectedClientData(), Optional.of(person));
    if (asked.isEmpty()) {
      return new Refused(Refusal.NOT_ASKED);
    }
    try {
      WebAuthn.MANAGER.verify(
          data, new RegistrationParameters(asked.get(), WebAuthn.ALGORITHMS, true, true));
    } catch (WebAuthnException e) {
      return new Refused(refusal(e));
    }
    return keep(person, name, data);
  }

  private PasskeyOutcome keep(UUID person, String name, RegistrationData data) {
    var authenticator = data.getAttestationObject().getAuthenticatorData();
    AttestedCredentialData credential = authenticator.getAttestedCredentialData();
    Passkey passkey =
        new Passkey(
            UUID.randomUUID(),
            person,
            name.strip().isEmpty() ? "Passkey" : cut(name.strip()),
            authenticator.isFlagBS(),
            clock.instant(),
            Optional.empty());
    int kept =
        jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        insert into passkey (id, credential_id, person, name, credential_data, sign_count, synchronisable, synchronised, made_at)
                        values (:id, :credential, :person, :name, :data, :count, :able, :done, :now) on conflict (credential_id) do nothing
                        """)
                    .bind("id", passkey.id())
                    .bind("credential", credential.getCredentialId())
                    .bind("person", person)
                    .bind("name", passkey.name())
                    .bind("data", WebAuthn.CREDENTIALS.convert(credential))
                    .bind("count", authenticator.getSignCount())
                    .bind("able", authenticator.isFlagBE())
                    .bind("done", authenticator.isFlagBS())
                    .bind("now", Moment.column(passkey.madeAt()))
                    .execute());
    return kept == 1 ? new Accepted(passkey) : new Refused(Refusal.ALREADY_THERE);
  }

  /**
   * What a browser needs to sign somebody in, whoever it is: {@code
   * PublicKeyCredentialRequestOptionsJSON} of WebAuthn Level 3.
   *
   * @param party this node, as the browser reaches it
   */
  public String requestOptions(RelyingParty party) {
    return mapper
        .createObjectNode()
        .put("challenge", challenges.ask(Optional.empty()))
        .put("rpId", party.id())
        .put("userVerification", "required")
        .put("timeout", Challenges.LASTING.toMillis())
        .toString();
  }

  /**
   * Takes what a browser answered.
   *
   * @param party this node, as the browser reaches it
   * @param answer {@code AuthenticationResponseJSON} of WebAuthn Level 3
   */
  public PasskeyOutcome shown(RelyingParty party, String answer) {
    if (answer.length() > MAX_ANSWER) {
      return new Refused(Refusal.UNREADABLE);
    }
    AuthenticationData data;
    try {
      data = WebAuthn.MANAGER.parseAuthenticationResponseJSON(answer);
      if (data.getAuthenticatorData() == null
          || data.getCollectedClientData() == null
          || data.getCredentialId() == null) {
        return new Refused(Refusal.UNREADABLE);
      }
    } catch (RuntimeException e) {
      return new Refused(Refusal.UNREADABLE);
    }
    Optional<ServerProperty> asked = asked(party, data.getCollectedClientData(), Optional.empty());
    if (asked.isEmpty()) {
      return new Refused(Refusal.NOT_ASKED);
    }
    Optional<Known> known = known(data.getCredentialId());
    if (known.isEmpty()) {
      return new Refused(Refusal.NOT_KNOWN);
    }
    return verified(data, asked.get(), known.get());
  }

  private PasskeyOutcome verified(AuthenticationData data, ServerProperty asked, Known known) {
    Optional<UUID> person = Optional.of(known.passkey().person());
    byte[] handle = data.getUserHandle();
    if (handle == null || !Arrays.equals(handle, handle(known.passkey().person()))) {
      return new Refused(Refusal.OTHER_PERSON, person);
    }
    try {
      WebAuthn.MANAGER.verify(
          data, new AuthenticationParameters(asked, known.record(), null, true, true));
    } catch (WebAuthnException e) {
      return new Refused(refusal(e), person);
    }
    return used(
            known,
            data.getAuthenticatorData().getSignCount(),
            data.getAuthenticatorData().isFlagBS())
        ? new Accepted(known.passkey())
        : new Refused(Refusal.COUNTED_BACK, person);
  }

  /**
   * Counts on, unless another sign-in with a count as high was faster: then one of the two is a
   * copy's.
   */
  private boolean used(Known known, long count, boolean synchronised) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        """
                        update passkey set sign_count = :count, synchronised = :done, last_at = :now
                        where id = :id and (sign_count < :count or (sign_count = 0 and :count = 0))
                        """)
                    .bind("id", known.passkey().id())
                    .bind("count", count)
                    .bind("done", synchronised)
                    .bind("now", Moment.column(clock.instant()))
                    .execute()
                == 1);
  }

  private Optional<ServerProperty> asked(
      RelyingParty party, CollectedClientData client, Optional<UUID> person) {
    byte[] value = client.getChallenge() == null ? new byte[0] : client.getChallenge().getValue();
    if (!challenges.take(base64(value), person)) {
      return Optional.empty();
    }
    return Optional.of(
        ServerProperty.builder()
            .origin(new Origin(party.origin()))
            .rpId(party.id())
            .challenge(client.getChallenge())
            .build());
  }

  private static Refusal refusal(WebAuthnException e) {
    return switch (e) {
      case BadOriginException x -> Refusal.OTHER_SITE;
      case BadRpIdException x -> Refusal.OTHER_SITE;
      case CrossOriginException x -> Refusal.OTHER_SITE;
      case UserNotPresentException x -> Refusal.NOT_VERIFIED;
      case UserNotVerifiedException x -> Refusal.NOT_VERIFIED;
      case MaliciousCounterValueException x -> Refusal.COUNTED_BACK;
      case BadSignatureException x -> Refusal.WRONG_SIGNATURE;
      default -> Refusal.UNREADABLE;
    };
  }

  /** A person's passkeys, the newest first. */
  public List<Passkey> ofPerson(UUID person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from passkey where person = :person order by made_at desc, id")
                .bind("person", person)
                .map((row, context) -> Known.passkey(row))
                .list());
  }

  /** Withdraws a passkey of a person; it opens nothing from now on. */
  public boolean withdraw(UUID person, UUID passkey) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate("delete from passkey where id = :id and person = :person")
                    .bind("id", passkey)
                    .bind("person", person)
                    .execute()
                == 1);
  }

  /** Withdraws all passkeys of a person: their account was taken back by an administrator. */
  public int withdrawAll(UUID person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate("delete from passkey where person = :person")
                .bind("person", person)
                .execute());
  }

  /** Forgets what was asked and never answered. */
  public int sweep() {
    return challenges.sweep();
  }

  private List<byte[]> credentialIds(UUID person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select credential_id from passkey where person = :person")
                .bind("person", person)
                .mapTo(byte[].class)
                .list());
  }

  private Optional<Known> known(byte[] credentialId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from passkey where credential_id = :id")
                .bind("id", credentialId)
                .map((row, context) -> Known.of(row, WebAuthn.CREDENTIALS))
                .findOne());
  }

  private static byte[] handle(UUID person) {
    return ByteBuffer.allocate(16)
        .putLong(person.getMostSignificantBits())
        .putLong(person.getLeastSignificantBits())
        .array();
  }

  private static String base64(byte[] bytes) {
    return new String(
        Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
  }

  private static String cut(String name) {
    return name.codePointCount(0, name.length()) <= MAX_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_NAME));
  }
}
